package io.tidemark.trainer.algorithm;

import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.Link;
import java.util.Arrays;

/// Lets a learner fit a transformed target. What it answers is back in the target's own unit, the library's scores and
/// the kernel's alike, so that one can be held against the other.
///
/// @param learner a learner whose margin is its score
/// @param link from the transformed target back to the target
record TransformedTarget(Learner learner, Link link) implements Learner {
    @Override
    public FittedModel fit(TrainingMatrix data, Parameters parameters, long seed, int threads) {
        FittedModel model = learner.fit(transformed(data), parameters, seed, threads);
        if (model.link() != Link.IDENTITY) {
            model.close();
            throw new IllegalStateException("Found a model with the link " + model.link() + ", expected IDENTITY.");
        }
        return new Fitted(model, link);
    }

    @Override
    public Growth grow(FoldData fold, Parameters parameters, long seed) {
        return new Growing(learner.grow(fold.transformed(this::transformed), parameters, seed), link);
    }

    @Override
    public int size(Parameters parameters) {
        return learner.size(parameters);
    }

    private TrainingMatrix transformed(TrainingMatrix data) {
        double[] transformed = Arrays.stream(data.target()).map(link::margin).toArray();
        for (int i = 0; i < transformed.length; i++) {
            if (!Double.isFinite(transformed[i])) {
                throw new IllegalArgumentException("Found the label " + data.target()[i]
                        + ", expected one that target.transform can take: it has no logarithm.");
            }
        }
        return new TrainingMatrix(data.names(), data.inputs(), transformed, data.weights());
    }

    private record Growing(Growth growth, Link link) implements Growth {
        @Override
        public int grow(int size) {
            return growth.grow(size);
        }

        @Override
        public double[] validationScores() {
            return back(growth.validationScores());
        }

        @Override
        public double[] trainScores() {
            return back(growth.trainScores());
        }

        private double[] back(double[] margins) {
            return Arrays.stream(margins).map(link::score).toArray();
        }

        @Override
        public void close() {
            growth.close();
        }
    }

    private record Fitted(FittedModel model, Link link) implements FittedModel {
        @Override
        public Kernel kernel() {
            return model.kernel();
        }

        @Override
        public double[] libraryScores(float[] inputs, int rows) {
            double[] scores = model.libraryScores(inputs, rows);
            Arrays.setAll(scores, i -> link.score(scores[i]));
            return scores;
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
