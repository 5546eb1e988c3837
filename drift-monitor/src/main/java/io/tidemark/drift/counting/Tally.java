package io.tidemark.drift.counting;

/// Counts that add up exactly, in any order, and can be taken back. Whole numbers throughout.
///
/// @param <T> the kind of counts itself
public interface Tally<T extends Tally<T>> {
    /// Adds all that the other one holds.
    void merge(T other);

    /// Takes back what was merged before.
    void subtract(T other);

    T copy();

    /// For a state store; equal counts have equal bytes.
    byte[] toBytes();
}
