package io.tidemark.feedback.reading;

/// A moment up to which the log was read: what stood on the joiner's input topics then has been taken into account.
@FunctionalInterface
public interface ReadMark {
    /// No such moment is known.
    long NONE = Long.MIN_VALUE;

    /// The latest such moment, wall clock, milliseconds since 1970-01-01 UTC; [#NONE] when none is known. It never goes
    /// back.
    long readUpToMs();
}
