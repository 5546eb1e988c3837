package io.tidemark.feedback.topology;

import io.tidemark.event.GroundTruth;
import io.tidemark.event.Prediction;
import io.tidemark.streamkit.deadletter.EventChecks;
import io.tidemark.streamkit.deadletter.Fault;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What has to hold of a prediction or a label in itself.
final class InboundChecks {
    private static final int MAX_MODEL_CHARS = 100;
    private static final int MAX_LABEL_CHARS = 1_000;

    private InboundChecks() {}

    /// What is wrong with a prediction.
    ///
    /// @param latest latest event time that is believed
    static Optional<Fault> check(Prediction prediction, Inbound source, Instant latest) {
        return EventChecks.requestId(prediction.getRequestId())
                .or(() -> key(prediction.getRequestId(), source))
                .or(() -> model(prediction.getModel()))
                .or(() -> EventChecks.eventTime(prediction.getEventTime(), latest));
    }

    /// What is wrong with a label, whatever its model is.
    ///
    /// @param latest latest event time that is believed
    static Optional<Fault> check(GroundTruth label, Instant latest) {
        return EventChecks.requestId(label.getRequestId())
                .or(() -> label.getModel() == null ? Optional.empty() : model(label.getModel()))
                .or(() -> EventChecks.eventTime(label.getEventTime(), latest))
                .or(() -> value(label.getLabel()))
                .or(() -> label.getRevision() < 0
                        ? fault(Reason.INVALID_FIELD, "Found revision " + label.getRevision() + ", expected 0 or more.")
                        : Optional.empty());
    }

    /// A prediction with another key may lie in another partition than its label.
    private static Optional<Fault> key(String id, Inbound source) {
        byte[] key = source.key();
        return key == null || !Arrays.equals(key, id.getBytes(StandardCharsets.UTF_8))
                ? fault(
                        Reason.INVALID_FIELD,
                        "Found " + (key == null ? "no record key" : "the record key '" + shown(key) + "'")
                                + ", expected the request_id '" + id + "': prediction and label meet by key.")
                : Optional.empty();
    }

    private static Optional<Fault> model(String model) {
        return model.isBlank() || model.length() > MAX_MODEL_CHARS
                ? fault(
                        Reason.INVALID_FIELD,
                        "Found a model of " + model.length() + " characters, expected 1 to " + MAX_MODEL_CHARS
                                + ", not only white space.")
                : Optional.empty();
    }

    private static Optional<Fault> value(@Nullable Object label) {
        if (label == null) {
            return fault(Reason.INVALID_FIELD, "Found no label, expected a number or a class.");
        }
        if (label instanceof String text && text.length() > MAX_LABEL_CHARS) {
            return fault(
                    Reason.INVALID_FIELD,
                    "Found a label of " + text.length() + " characters, expected at most " + MAX_LABEL_CHARS + ".");
        }
        return label instanceof Double number && !Double.isFinite(number)
                ? fault(Reason.NOT_FINITE, "Found the label " + number + ", expected a finite number or a class.")
                : Optional.empty();
    }

    private static String shown(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    private static Optional<Fault> fault(Reason reason, String message) {
        return Optional.of(new Fault(reason, message));
    }
}
