package io.tidemark.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.UserError;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.PredictionRequest;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// Between dead letters and the JSON that people mend.
public final class RepairedRecord {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Topic<PredictionRequest> requests;
    private final Topic<GroundTruth> truths;

    public RepairedRecord(KafkaSettings settings) {
        TopicBinding topics = new TopicBinding(settings);
        requests = topics.of(Topics.REQUESTS);
        truths = topics.of(Topics.GROUND_TRUTH);
    }

    /// A letter as one line of JSON; a value that cannot be decoded is given as base 64 beside an empty object.
    public static String export(DeadLetter letter, GenericDecoder decoder) {
        ObjectNode node = JSON.createObjectNode()
                .put("letter", WaitingLetter.coordinates(letter))
                .put("reason", letter.getReason())
                .put("message", letter.getMessage());
        byte[] value = Redrive.bytes(letter.getValue());
        try {
            node.set("value", value == null ? JSON.createObjectNode() : decoder.decode(value));
        } catch (KafkaException e) {
            node.set("value", JSON.createObjectNode());
            node.put("value_base64", Base64.getEncoder().encodeToString(value));
        }
        return node.toString();
    }

    /// The bytes of a mended value.
    ///
    /// @param topic topic of the letter's record
    /// @throws UserError when it is not a record of that topic
    public byte[] encode(String topic, ObjectNode value) {
        if (topic.equals(requests.name())) {
            return requests.values().serializer().serialize(requests.name(), request(value));
        }
        if (topic.equals(truths.name())) {
            return truths.values().serializer().serialize(truths.name(), truth(value));
        }
        throw new UserError("Found a letter of " + topic + ", expected one of " + requests.name() + " or "
                + truths.name() + ": only users' records can be mended.");
    }

    private static PredictionRequest request(ObjectNode value) {
        Map<String, Object> features = new HashMap<>();
        value.path("features").properties().forEach(field -> {
            Object plain = plain(field.getValue());
            if (plain != null) {
                features.put(field.getKey(), plain);
            }
        });
        return PredictionRequest.newBuilder()
                .setRequestId(text(value, "request_id"))
                .setModel(text(value, "model"))
                .setEntityId(
                        value.path("entity_id").isTextual()
                                ? value.path("entity_id").asText()
                                : null)
                .setEventTime(time(value))
                .setFeatures(features)
                .setExplain(value.path("explain").asBoolean(false))
                .build();
    }

    private static GroundTruth truth(ObjectNode value) {
        return GroundTruth.newBuilder()
                .setRequestId(text(value, "request_id"))
                .setModel(value.path("model").isTextual() ? value.path("model").asText() : null)
                .setLabel(plain(value.path("label")))
                .setEventTime(time(value))
                .setRevision(value.path("revision").asInt(0))
                .build();
    }

    private static String text(ObjectNode value, String field) {
        if (!value.path(field).isTextual()) {
            throw new UserError("Found no " + field + " in a mended record, expected a text.");
        }
        return value.path(field).asText();
    }

    private static Instant time(ObjectNode value) {
        try {
            return Instant.parse(value.path("event_time").asText());
        } catch (DateTimeParseException e) {
            throw new UserError("Found event_time '" + value.path("event_time").asText()
                    + "' in a mended record, expected ISO 8601 such as 2026-01-31T12:00:00Z.");
        }
    }

    private static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.isIntegralNumber() ? (Object) node.longValue() : (Object) node.doubleValue();
            case STRING -> node.textValue();
            case NULL, MISSING -> null;
            case ARRAY, OBJECT, BINARY, POJO ->
                throw new UserError("Found " + node + " in a mended record, expected a plain value.");
        };
    }
}
