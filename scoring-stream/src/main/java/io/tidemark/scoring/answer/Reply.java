package io.tidemark.scoring.answer;

import io.tidemark.event.Prediction;
import io.tidemark.streamkit.deadletter.Reason;

/// What a version makes of a request.
public sealed interface Reply {
    /// It can answer.
    ///
    /// @param explaining whether the prediction says why, and if not, why not
    record Answered(Prediction prediction, Explaining explaining) implements Reply {}

    /// It cannot; the request becomes a dead letter.
    record Refused(Reason reason, String message) implements Reply {}
}
