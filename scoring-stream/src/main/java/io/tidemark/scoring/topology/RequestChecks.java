package io.tidemark.scoring.topology;

import io.tidemark.event.PredictionRequest;
import io.tidemark.streamkit.deadletter.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What has to hold of a request before a model is asked.
final class RequestChecks {
    private static final int MAX_ID_CHARS = 200;

    private RequestChecks() {}

    /// What is wrong with a request, or null when nothing is.
    ///
    /// @param latest latest event time that is believed
    static @Nullable Fault check(PredictionRequest request, Instant latest) {
        String id = request.getRequestId();
        if (id.isBlank() || id.length() > MAX_ID_CHARS) {
            return new Fault(
                    Reason.INVALID_FIELD,
                    "Found a request_id of " + id.length() + " characters, expected 1 to " + MAX_ID_CHARS
                            + ", not only white space.");
        }
        if (request.getModel().isBlank()) {
            return new Fault(Reason.INVALID_FIELD, "Found an empty model, expected the name of one.");
        }
        if (request.getEventTime().isAfter(latest) || request.getEventTime().isBefore(Instant.EPOCH)) {
            return new Fault(
                    Reason.TIMESTAMP_OUT_OF_RANGE,
                    "Found event_time " + request.getEventTime().toEpochMilli() + " ms, expected 0 to "
                            + latest.toEpochMilli() + " ms.");
        }
        return null;
    }

    /// A fault of a request.
    record Fault(Reason reason, String message) {}
}
