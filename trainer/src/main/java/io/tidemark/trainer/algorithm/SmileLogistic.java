package io.tidemark.trainer.algorithm;

import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.LinearKernel;
import io.tidemark.model.kernel.Link;
import java.util.Arrays;
import smile.classification.LogisticRegression;

/// Logistic regression by Smile on standardised inputs, with an L2 penalty of `alpha` per row.
final class SmileLogistic implements Learner {
    private static final double TOLERANCE = 1e-6;
    private static final int MAX_ITERATIONS = 1_000;

    @Override
    public FittedModel fit(TrainingMatrix data, Parameters parameters, long seed, int threads) {
        TrainingMatrix rows = data.resampledByWeight(seed);
        InputScaling scaling = InputScaling.of(rows);
        double[][] inputs = new double[rows.rows()][];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = scaling.standardisedRow(rows.inputs(), i);
        }
        int[] classes =
                Arrays.stream(rows.target()).mapToInt(label -> (int) label).toArray();
        LogisticRegression.Binomial model = LogisticRegression.binomial(
                inputs,
                classes,
                new LogisticRegression.Options(
                        parameters.number("alpha", 0.01) * rows.rows(), TOLERANCE, MAX_ITERATIONS));
        double[] coefficients = model.coefficients();
        double[] weights = scaling.unscaled(Arrays.copyOf(coefficients, scaling.variedCount()));
        return new Fitted(
                model, new LinearKernel(coefficients[scaling.variedCount()], weights, scaling.means()), scaling);
    }

    private record Fitted(LogisticRegression.Binomial model, Kernel kernel, InputScaling scaling)
            implements FittedModel {
        @Override
        public Link link() {
            return Link.LOGISTIC;
        }

        @Override
        public double[] libraryScores(float[] inputs, int rows) {
            double[] scores = new double[rows];
            for (int i = 0; i < rows; i++) {
                scores[i] = model.score(scaling.standardisedRow(inputs, i));
            }
            return scores;
        }

        @Override
        public void close() {}
    }
}
