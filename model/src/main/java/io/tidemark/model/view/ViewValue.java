package io.tidemark.model.view;

/// What a view says of a feature at a moment.
public sealed interface ViewValue {
    /// It has a value.
    ///
    /// @param value Boolean, Long, Double or String
    record Held(Object value) implements ViewValue {}

    /// It had one, which is too old.
    record Stale() implements ViewValue {}

    /// It has none: never told, told later only, or told to be missing.
    record Missing() implements ViewValue {}

    /// There is but one.
    Stale STALE = new Stale();

    /// There is but one.
    Missing MISSING = new Missing();
}
