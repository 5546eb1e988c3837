package io.tidemark.trainer.algorithm;

import java.util.SplittableRandom;

/// Parameters of a random forest as Smile takes them.
///
/// @param trees number of trees
/// @param inputsPerSplit inputs that a split may choose from
/// @param maxDepth deepest level
/// @param maxNodes largest number of leaves; Smile allocates by it, so it never exceeds what the rows can fill
/// @param nodeSize smallest number of rows in a leaf
record ForestOptions(int trees, int inputsPerSplit, int maxDepth, int maxNodes, int nodeSize, SeedList seedList) {
    private static final int UNLIMITED_DEPTH = 64;

    /// @param inputShare share of the inputs that a split looks at, unless the parameters say
    static ForestOptions of(Parameters parameters, TrainingMatrix data, double inputShare, long seed) {
        int trees = parameters.count("n_estimators", 100);
        int nodeSize = parameters.count("min_samples_leaf", 1);
        return new ForestOptions(
                trees,
                parameters.maxFeatures(data.width(), inputShare),
                parameters.count("max_depth", UNLIMITED_DEPTH),
                parameters.count("max_leaf_nodes", Math.max(2, data.rows() / Math.max(1, nodeSize))),
                nodeSize,
                new SeedList(seed, trees));
    }

    long[] seeds() {
        return seedList.values();
    }

    /// A seed per tree, so that the trees do not depend on which thread grows them.
    record SeedList(long seed, int count) {
        long[] values() {
            SplittableRandom random = new SplittableRandom(seed);
            return random.longs(count, 1, Integer.MAX_VALUE).toArray();
        }
    }
}
