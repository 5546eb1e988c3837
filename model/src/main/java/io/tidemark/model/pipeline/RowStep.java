package io.tidemark.model.pipeline;

/// An [InputStep] made ready for many rows: what it needs of its numbers is computed and unboxed. Immutable.
@FunctionalInterface
interface RowStep {
    /// Reads the filled row (`double[features]`, no missing numbers) and writes the step's inputs from index `at` on.
    void apply(double[] filled, float[] inputs, int at);
}
