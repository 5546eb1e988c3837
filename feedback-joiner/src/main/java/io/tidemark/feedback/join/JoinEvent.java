package io.tidemark.feedback.join;

import io.tidemark.event.Outcome;
import io.tidemark.feedback.terms.LabelReading;

/// Something that follows from what happened to a request.
public sealed interface JoinEvent {
    /// A prediction is waiting.
    record Predicted(OpenPrediction prediction) implements JoinEvent {}

    /// A second prediction of a model for the same request is left out: the first one counts.
    record RepeatedPrediction(String model) implements JoinEvent {}

    /// A prediction has its first label.
    record Matched(Standing.Matched now) implements JoinEvent {}

    /// A higher revision replaces a prediction's label.
    record Corrected(Standing.Matched before, Standing.Matched now) implements JoinEvent {}

    /// A prediction's horizon passed without a label.
    ///
    /// @param atMs when, milliseconds since 1970-01-01 UTC
    record Expired(Outcome outcome, long atMs) implements JoinEvent {}

    /// A label ended.
    record LabelEnded(LabelEnd end) implements JoinEvent {}

    /// A label ended as [LabelEnd#REFUSED].
    record LabelRefused(HeldLabel label, LabelReading.Fault fault) implements JoinEvent {}
}
