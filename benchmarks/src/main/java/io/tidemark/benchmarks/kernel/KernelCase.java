package io.tidemark.benchmarks.kernel;

/// The models that are measured, and how fast a row is to be.
@SuppressWarnings("ImmutableEnumChecker") // nothing in it changes
public enum KernelCase {
    /// 100 boosted trees of 31 leaves.
    BOOSTED_100_31("100 trees x 31 leaves", 100, 1.2, "num_leaves=31 learning_rate=0.1"),
    /// 500 boosted trees of 63 leaves.
    BOOSTED_500_63("500 trees x 63 leaves", 500, 8, "num_leaves=63 learning_rate=0.05"),
    /// 500 boosted trees of depth 6 at most.
    BOOSTED_500_DEPTH_6("500 trees, depth 6", 500, 3.6, "num_leaves=64 max_depth=6 learning_rate=0.05"),
    /// A random forest with leaves of five rows.
    FOREST_100(
            "random forest of 100, 5 rows a leaf",
            100,
            6,
            "boosting=rf num_leaves=1700 min_data_in_leaf=5 min_sum_hessian_in_leaf=0 bagging_freq=1"
                    + " bagging_fraction=0.632 feature_fraction_bynode=0.4 max_bin=63");

    private final String label;
    private final int trees;
    private final double goalUs;
    private final String parameters;

    KernelCase(String label, int trees, double goalUs, String parameters) {
        this.label = label;
        this.trees = trees;
        this.goalUs = goalUs;
        this.parameters = parameters;
    }

    /// Name for people.
    String label() {
        return label;
    }

    /// Number of trees.
    int trees() {
        return trees;
    }

    /// Most time of our kernel for a row, microseconds.
    double goalUs() {
        return goalUs;
    }

    /// What LightGBM trains it with.
    String parameters() {
        return parameters;
    }

    /// Stem of its files' names.
    String stem() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
