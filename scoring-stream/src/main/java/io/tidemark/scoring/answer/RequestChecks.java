package io.tidemark.scoring.answer;

import io.tidemark.event.PredictionRequest;
import io.tidemark.streamkit.deadletter.EventChecks;
import io.tidemark.streamkit.deadletter.Fault;
import io.tidemark.streamkit.deadletter.Reason;
import java.time.Instant;
import java.util.Optional;

/// What has to hold of a request before a model is asked.
public final class RequestChecks {
    private RequestChecks() {}

    /// What is wrong with a request.
    ///
    /// @param latest latest event time that is believed
    public static Optional<Fault> check(PredictionRequest request, Instant latest) {
        return EventChecks.requestId(request.getRequestId())
                .or(() -> model(request.getModel()))
                .or(() -> EventChecks.eventTime(request.getEventTime(), latest));
    }

    private static Optional<Fault> model(String model) {
        return model.isBlank()
                ? Optional.of(new Fault(Reason.INVALID_FIELD, "Found an empty model, expected the name of one."))
                : Optional.empty();
    }
}
