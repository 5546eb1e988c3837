package io.tidemark.scoring.replay;

import io.tidemark.event.Prediction;
import io.tidemark.streamkit.deadletter.Reason;

/// What became of a request when it was answered again.
public sealed interface Replayed {
    /// Where the request stands.
    RequestPlace place();

    /// It was answered.
    ///
    /// @param timestampMs timestamp of the request's record, which the answer's record gets
    record Answered(RequestPlace place, long timestampMs, Prediction prediction) implements Replayed {}

    /// It could not be answered by the version.
    record Refused(RequestPlace place, Reason reason, String message) implements Replayed {}

    /// No version served there.
    record Unserved(RequestPlace place) implements Replayed {}

    /// It became a dead letter live, and is left at that: some reasons, such as a deadline, are not to be found again.
    ///
    /// @param reason the letter's
    record GivenUp(RequestPlace place, String reason) implements Replayed {}
}
