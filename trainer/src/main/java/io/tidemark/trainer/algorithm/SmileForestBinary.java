package io.tidemark.trainer.algorithm;

import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.ForestCompiler;
import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.Link;
import java.util.ArrayList;
import java.util.List;
import smile.base.cart.DecisionNode;
import smile.base.cart.SplitRule;
import smile.classification.RandomForest;
import smile.data.DataFrame;
import smile.data.vector.IntVector;

/// Random forest for two classes by Smile; the score is the mean of the trees' probabilities, each tree weighted by its
/// out-of-bag accuracy.
final class SmileForestBinary implements Learner {
    @Override
    public FittedModel fit(TrainingMatrix data, Parameters parameters, long seed, int threads) {
        TrainingMatrix rows = data.resampledByWeight(seed);
        ForestOptions options = ForestOptions.of(parameters, data, Math.sqrt(data.width()) / data.width(), seed);
        RandomForest forest = RandomForest.fit(
                SmileFrames.LABEL,
                SmileFrames.classification(rows),
                new RandomForest.Options(
                        options.trees(),
                        options.inputsPerSplit(),
                        SplitRule.GINI,
                        options.maxDepth(),
                        options.maxNodes(),
                        options.nodeSize(),
                        1.0,
                        null,
                        options.seeds(),
                        null));
        double totalWeight = 0;
        List<DecisionTree> trees = new ArrayList<>();
        for (RandomForest.Model member : forest.models()) {
            trees.add(SmileTrees.convert(
                    member.tree().root(),
                    leaf -> member.weight() * ((DecisionNode) leaf).posteriori(new double[2])[1]));
            totalWeight += member.weight();
        }
        Kernel kernel = ForestCompiler.compile(data.width(), trees, 0, 1 / totalWeight);
        return new Fitted(forest, kernel, data.width());
    }

    private record Fitted(RandomForest forest, Kernel kernel, int width) implements FittedModel {
        @Override
        public Link link() {
            return Link.IDENTITY;
        }

        @Override
        public double[] libraryScores(float[] inputs, int rows) {
            DataFrame frame = SmileFrames.inputs(inputs, rows, width).add(new IntVector("y", new int[rows]));
            double[] scores = new double[rows];
            double[] posteriori = new double[2];
            for (int i = 0; i < rows; i++) {
                forest.predict(frame.get(i), posteriori);
                scores[i] = posteriori[1];
            }
            return scores;
        }

        @Override
        public void close() {}
    }
}
