package io.tidemark.model.kernel;

/// Arrays that an [Explainer] writes to; made by it, for one thread.
public final class ExplainerScratch {
    final int[] keys;
    final double[] products;
    final double[] inverses;
    final long[] dropped;
    final boolean[] held;
    final int[] order;
    final int[] follows;

    /// @param slots slots of the kernel
    /// @param nodes nodes of the largest tree
    /// @param ownInverses whether inverses are computed for each tree
    ExplainerScratch(int slots, int nodes, boolean ownInverses) {
        keys = new int[slots];
        products = new double[ForestExplainer.POINTS * nodes];
        inverses = new double[ownInverses ? ForestExplainer.POINTS * nodes : 0];
        dropped = new long[nodes];
        held = new boolean[nodes];
        order = new int[nodes];
        follows = new int[nodes];
    }
}
