package io.tidemark.feedback.join;

import io.tidemark.event.Outcome;

/// How far a prediction has come.
public sealed interface Standing {
    /// It waits for its label.
    ///
    /// @param prediction an outcome whose label is still missing
    record Open(Outcome prediction) implements Standing {}

    /// It has its label; corrections are taken until the horizon.
    record Matched(Outcome outcome) implements Standing {}

    /// It had its label when the horizon passed. Remembered for one more horizon, to know what comes too late.
    ///
    /// @param revision of the label that counted
    record Settled(int revision) implements Standing {}

    /// It had no label when the horizon passed. Remembered for one more horizon.
    record Expired() implements Standing {}
}
