package io.tidemark.model.kernel;

/// What an [Explainer] writes to; made by it, for one thread.
public final class ExplainerScratch {
    /// `[slots]` what nodes compare with.
    final int[] keys;

    /// `[inputs]` share of training rows that the edges above of an input let pass; [ForestExplainer#LEFT] where the
    /// row has left the path.
    final double[] passed;

    /// `[slots]` bins of the keys.
    final int[] bins;

    /// `[inputs of a path][paths of a block]` what [PathBlock] works with: how much each factor grows from not known to
    /// known, products of the factors ahead, integrals.
    final double[][] growths;

    final double[][] products;
    final double[][] integrals;

    /// `[paths of a block]` products of the factors behind.
    final double[] behind;

    /// What a subtree adds up to at each of the four points: what its visit returns.
    double sum0;

    double sum1;
    double sum2;
    double sum3;

    private ExplainerScratch(int slots, int passed, int bins, int pathInputs, int paths) {
        this.keys = new int[slots];
        this.passed = new double[passed];
        this.bins = new int[bins];
        this.growths = new double[pathInputs][paths];
        this.products = new double[pathInputs][paths];
        this.integrals = new double[pathInputs][paths];
        this.behind = new double[paths];
    }

    /// For a [LinearExplainer].
    static ExplainerScratch ofLinear() {
        return new ExplainerScratch(0, 0, 0, 0, 0);
    }

    /// For a [ForestExplainer].
    static ExplainerScratch ofForest(int slots, int inputs) {
        return new ExplainerScratch(slots, inputs, 0, 0, 0);
    }

    /// For a [PathExplainer].
    ///
    /// @param pathInputs most inputs that a path asks
    static ExplainerScratch ofPaths(int slots, int pathInputs) {
        return new ExplainerScratch(slots, 0, slots, pathInputs, PathBlock.MOST_PATHS);
    }
}
