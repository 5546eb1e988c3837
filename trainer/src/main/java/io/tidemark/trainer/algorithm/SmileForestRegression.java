package io.tidemark.trainer.algorithm;

import io.tidemark.model.kernel.ForestCompiler;
import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.Link;
import java.util.Arrays;
import smile.base.cart.RegressionNode;
import smile.data.DataFrame;
import smile.regression.RandomForest;
import smile.regression.RegressionTree;

/// Random forest for regression by Smile (Breiman 2001).
final class SmileForestRegression implements Learner {
    /// Smile looks at every n/100th split point only, unless told to look at all of them.
    private static final int ALL_SPLIT_POINTS = 1_000_000_000;

    static {
        System.setProperty("smile.regression_tree.bins", Integer.toString(ALL_SPLIT_POINTS));
    }

    @Override
    public FittedModel fit(TrainingMatrix data, Parameters parameters, long seed, int threads) {
        TrainingMatrix rows = data.resampledByWeight(seed);
        ForestOptions options = ForestOptions.of(parameters, data, 1.0 / 3, seed);
        RandomForest forest = RandomForest.fit(
                SmileFrames.LABEL,
                SmileFrames.regression(rows),
                new RandomForest.Options(
                        options.trees(),
                        options.inputsPerSplit(),
                        options.maxDepth(),
                        options.maxNodes(),
                        options.nodeSize(),
                        1.0,
                        options.seeds(),
                        null));
        RegressionTree[] trees = forest.trees();
        Kernel kernel = ForestCompiler.compile(
                data.width(),
                Arrays.stream(trees)
                        .map(tree -> SmileTrees.convert(tree.root(), leaf -> ((RegressionNode) leaf).output()))
                        .toList(),
                0,
                1.0 / trees.length);
        return new Fitted(forest, kernel, data.width());
    }

    private record Fitted(RandomForest forest, Kernel kernel, int width) implements FittedModel {
        @Override
        public Link link() {
            return Link.IDENTITY;
        }

        @Override
        public double[] libraryScores(float[] inputs, int rows) {
            DataFrame frame = SmileFrames.inputs(inputs, rows, width)
                    .add(new smile.data.vector.DoubleVector("y", new double[rows]));
            return forest.predict(frame);
        }

        @Override
        public void close() {}
    }
}
