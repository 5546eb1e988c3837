package io.tidemark.model.kernel;

import java.util.Optional;

/// Computes the margin of one row. Immutable; safe for use by many threads with a scratch array each.
public sealed interface Kernel permits ForestKernel, LinearKernel {
    /// How many inputs a row has.
    int inputs();

    /// Length of the scratch array.
    int scratchLength();

    /// The margin of a row: the score ahead of the link function.
    ///
    /// @param row `float[inputs]`; NaN: missing
    /// @param scratch `int[scratchLength]`, overwritten
    double margin(float[] row, int[] scratch);

    /// What tells the inputs' contributions; made anew, so for keeping. Empty: the trees do not know how many training
    /// rows went which way, as bundles of former formats do not.
    Optional<Explainer> explainer();
}
