package io.tidemark.model.kernel;

/// What an [Explainer] writes to; made by it, for one thread.
public final class ExplainerScratch {
    /// `[slots]` what nodes compare with.
    final int[] keys;

    /// `[inputs]` share of training rows that the edges above of an input let pass; [ForestExplainer#LEFT] where the
    /// row
    /// has left the path.
    final double[] passed;

    /// What a subtree adds up to at each of the four points: what its visit returns.
    double sum0;

    double sum1;
    double sum2;
    double sum3;

    ExplainerScratch(int slots, int inputs) {
        keys = new int[slots];
        passed = new double[inputs];
    }
}
