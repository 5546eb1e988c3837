package io.tidemark.cli.demo;

import io.tidemark.event.PredictionRequest;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Requests that cannot be answered, one of each kind; each has to end as a dead letter, and stop nothing.
public final class BadRequests {
    private static final int HUGE_BYTES = 2 * 1024 * 1024;
    private static final int UNKNOWN_SCHEMA_ID = 1_999_999_999;

    private final Topic<PredictionRequest> topic;
    private final ModelManifest manifest;
    private final Map<String, @Nullable Object> good;

    /// @param manifest a model with a required number feature, a range and a rejecting category
    /// @param good values that the model answers
    public BadRequests(KafkaSettings settings, ModelManifest manifest, Map<String, ? extends @Nullable Object> good) {
        this.topic = new TopicBinding(settings).of(Topics.REQUESTS);
        this.manifest = manifest;
        this.good = new HashMap<>(good);
        this.good.values().removeIf(value -> value == null);
    }

    /// Sends one of each kind.
    ///
    /// @param required name of a required number feature
    /// @param bounded name of a number feature with a range
    /// @param outside a value outside that range
    /// @param category name of a category feature that rejects unseen ones
    /// @return the reason that each dead letter has to bear, by the record's key
    public Map<String, String> send(
            KafkaSettings settings, String required, String bounded, double outside, String category) {
        Map<String, String> expected = new LinkedHashMap<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
            Bad bad = new Bad(producer, expected);
            bad.send("not-avro", "MALFORMED", "{\"hello\": 1}".getBytes(StandardCharsets.UTF_8), null);
            bad.send("unknown-schema", "UNKNOWN_SCHEMA", unknownSchema(), null);
            bad.send("wrong-type", "WRONG_TYPE", with(required, "many"), null);
            bad.send("missing-feature", "MISSING_FEATURE", without(required), null);
            bad.send("out-of-range", "OUT_OF_RANGE", with(bounded, outside), null);
            bad.send("unknown-category", "UNKNOWN_CATEGORY", with(category, "ATLANTIS"), null);
            bad.send("not-a-number", "NOT_FINITE", with(required, Double.NaN), null);
            bad.send("infinite", "NOT_FINITE", with(required, Double.POSITIVE_INFINITY), null);
            bad.send("null-value", "NULL_VALUE", null, null);
            bad.send("two-megabytes", "TOO_LARGE", with("padding", "x".repeat(HUGE_BYTES)), null);
            bad.send("end-of-time", "TIMESTAMP_OUT_OF_RANGE", with(required, good.get(required)), Long.MAX_VALUE);
            producer.flush();
        }
        return expected;
    }

    private byte[] unknownSchema() {
        byte[] bytes = with("padding", 1L);
        ByteBuffer.wrap(bytes).putInt(1, UNKNOWN_SCHEMA_ID);
        return bytes;
    }

    private byte[] with(String feature, @Nullable Object value) {
        Map<String, @Nullable Object> values = new HashMap<>(good);
        values.put(feature, value);
        return bytes(values);
    }

    private byte[] without(String feature) {
        Map<String, @Nullable Object> values = new HashMap<>(good);
        values.remove(feature);
        return bytes(values);
    }

    private byte[] bytes(Map<String, @Nullable Object> values) {
        PredictionRequest request = PredictionRequest.newBuilder()
                .setRequestId("bad-" + values.hashCode())
                .setModel(manifest.name())
                .setEntityId(null)
                .setEventTime(Instant.now())
                .setFeatures(new HashMap<>(values))
                .setExplain(false)
                .build();
        return topic.values().serializer().serialize(topic.name(), request);
    }

    private final class Bad {
        private final KafkaProducer<byte[], byte[]> producer;
        private final Map<String, String> expected;

        Bad(KafkaProducer<byte[], byte[]> producer, Map<String, String> expected) {
            this.producer = producer;
            this.expected = expected;
        }

        void send(String key, String reason, byte @Nullable [] value, @Nullable Long timestamp) {
            Future<?> sent = producer.send(
                    new ProducerRecord<>(topic.name(), null, timestamp, key.getBytes(StandardCharsets.UTF_8), value));
            assert sent != null;
            expected.put(key, reason);
        }
    }
}
