package io.tidemark.trainer.sweep.space;

/// One parameter of a search space. Values are [Double] for floats, [Long] for whole numbers, and as given for
/// categories.
public sealed interface Parameter permits FloatParameter, IntParameter, CategoricalParameter {
    /// Name, unique in its space.
    String name();

    /// Number of different values; [Long#MAX_VALUE] when there is no end to them.
    long choices();

    /// Whether neighbouring coordinates mean nothing: two values are equal or they are not.
    boolean isNominal();

    /// Coordinate of a value, from 0 to 1.
    ///
    /// @throws IllegalArgumentException when the value is not one of this parameter's
    double coordinate(Object value);

    /// Value at a coordinate, the nearest when not each coordinate has one.
    ///
    /// @param coordinate 0 to 1
    Object value(double coordinate);

    /// Coordinate of the value with a number, when there is an end to the values.
    ///
    /// @param index 0 to [#choices] - 1
    double nth(long index);

    /// What values are allowed, in words.
    String allowed();

    /// The same values as a message says them: found, expected, where.
    ///
    /// @throws IllegalArgumentException always
    static IllegalArgumentException fault(String name, String found, String expected) {
        return new IllegalArgumentException(
                "The sweep's parameter " + name + ": found " + found + ", expected " + expected + ".");
    }
}
