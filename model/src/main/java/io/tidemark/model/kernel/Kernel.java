package io.tidemark.model.kernel;

/// Computes the margins of one row: one, or one for each class. Immutable; safe for use by many threads with arrays of
/// their own.
public sealed interface Kernel permits SingleKernel, ClassKernels {
    /// How many inputs a row has.
    int inputs();

    /// How many margins a row gets.
    int outputs();

    /// Length of the scratch array.
    int scratchLength();

    /// Writes the margins of a row: the scores ahead of the link function. Allocates nothing.
    ///
    /// @param row `float[inputs]`; NaN: missing
    /// @param scratch `int[scratchLength]`, overwritten
    /// @param margins `double[outputs]`, overwritten
    void margins(float[] row, int[] scratch, double[] margins);
}
