package io.tidemark.model.kernel;

import java.util.Optional;

/// A kernel of one margin.
public sealed interface SingleKernel extends Kernel permits ForestKernel, LinearKernel {
    /// The margin of a row: the score ahead of the link function.
    ///
    /// @param row `float[inputs]`; NaN: missing
    /// @param scratch `int[scratchLength]`, overwritten
    double margin(float[] row, int[] scratch);

    /// What tells the inputs' contributions; made anew, so for keeping. Empty: the trees do not know how many training
    /// rows went which way, as bundles of former formats do not.
    Optional<Explainer> explainer();

    @Override
    default int outputs() {
        return 1;
    }

    @Override
    default void margins(float[] row, int[] scratch, double[] margins) {
        margins[0] = margin(row, scratch);
    }
}
