package io.tidemark.feedback.terms;

import io.tidemark.streamkit.deadletter.Reason;

/// What a label turned out to be.
public sealed interface LabelReading {
    /// It can be measured.
    ///
    /// @param code the number itself, or the index of the class
    record Code(double code) implements LabelReading {}

    /// The model cannot have such a label.
    record Fault(Reason reason, String message) implements LabelReading {}
}
