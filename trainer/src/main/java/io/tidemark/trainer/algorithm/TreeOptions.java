package io.tidemark.trainer.algorithm;

/// How one tree is grown.
///
/// @param maxDepth deepest level of a leaf; the root's is 0
/// @param maxLeaves largest number of leaves
/// @param minLeafRows smallest number of different rows in a leaf
/// @param inputsPerSplit inputs that a split chooses from, not counting those that are constant where it stands
/// @param rule which splits of an input are looked at
record TreeOptions(int maxDepth, int maxLeaves, int minLeafRows, int inputsPerSplit, Rule rule) {
    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final int DEEPEST = 512;

    /// Which splits of an input are looked at.
    enum Rule {
        /// All of them (Breiman 2001).
        BEST,
        /// One, drawn evenly between the input's smallest and largest value (Geurts, Ernst and Wehenkel 2006).
        RANDOM
    }

    /// @param inputShare share of the inputs that a split chooses from, unless the parameters say
    static TreeOptions of(Parameters parameters, int inputs, double inputShare, Rule rule) {
        return new TreeOptions(
                parameters.count("max_depth", DEEPEST),
                parameters.count("max_leaf_nodes", UNLIMITED),
                parameters.count("min_samples_leaf", 1),
                parameters.maxFeatures(inputs, inputShare),
                rule);
    }

    boolean hasLeafLimit() {
        return maxLeaves != UNLIMITED;
    }
}
