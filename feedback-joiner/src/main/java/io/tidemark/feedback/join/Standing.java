package io.tidemark.feedback.join;

import io.tidemark.event.Outcome;
import io.tidemark.feedback.quality.Measurement;

/// How far a prediction has come.
public sealed interface Standing {
    /// It waits for its label.
    record Open(OpenPrediction prediction) implements Standing {}

    /// It has its label; corrections are taken until the horizon.
    ///
    /// @param measurement what a correction has to take back
    record Matched(Outcome outcome, Measurement measurement) implements Standing {}

    /// It had its label when the horizon passed. Remembered for one more horizon, to know what comes too late.
    ///
    /// @param revision of the label that counted
    record Settled(int revision) implements Standing {}

    /// It had no label when the horizon passed. Remembered for one more horizon.
    record Expired() implements Standing {}
}
