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

    /// `[inputs * lanes]` what the paths contribute.
    final double[] sums;

    /// `[paths of a block]` products of the factors behind.
    final double[] behind;

    /// What a subtree adds up to at each of the four points: what its visit returns.
    double sum0;

    double sum1;
    double sum2;
    double sum3;

    private ExplainerScratch(int slots, int passed, Paths paths) {
        this.keys = new int[slots];
        this.passed = new double[passed];
        this.bins = new int[paths.bins];
        this.sums = new double[PathBlock.LANES * paths.inputs];
        this.growths = new double[paths.most][paths.side];
        this.products = new double[paths.most][paths.side];
        this.integrals = new double[paths.most][paths.side];
        this.behind = new double[paths.side];
    }

    /// Lengths for a [PathExplainer].
    ///
    /// @param bins slots of a row
    /// @param inputs inputs of a row
    /// @param most most inputs that a path asks
    /// @param side paths side by side
    private record Paths(int bins, int inputs, int most, int side) {
        static final Paths NONE = new Paths(0, 0, 0, 0);
    }

    /// For a [LinearExplainer].
    static ExplainerScratch ofLinear() {
        return new ExplainerScratch(0, 0, Paths.NONE);
    }

    /// For a [ForestExplainer].
    static ExplainerScratch ofForest(int slots, int inputs) {
        return new ExplainerScratch(slots, inputs, Paths.NONE);
    }

    /// For a [PathExplainer].
    ///
    /// @param most most inputs that a path asks
    static ExplainerScratch ofPaths(int slots, int inputs, int most) {
        return new ExplainerScratch(slots, 0, new Paths(slots, inputs, most, PathBlock.MOST_PATHS));
    }
}
