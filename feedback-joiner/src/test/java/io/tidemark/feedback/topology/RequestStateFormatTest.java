package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Task;
import io.tidemark.feedback.join.HeldLabel;
import io.tidemark.feedback.join.HeldPrediction;
import io.tidemark.feedback.join.OpenPrediction;
import io.tidemark.feedback.join.RequestState;
import io.tidemark.feedback.join.Standing;
import io.tidemark.feedback.quality.Measurement;
import io.tidemark.feedback.quality.Place;
import io.tidemark.feedback.terms.Segments.Segment;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.wire.InMemorySchemaRegistry;
import io.tidemark.wire.SerdeProvider;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestStateFormatTest {
    private static final Instant TIME = Instant.parse("2026-01-05T00:00:00Z");

    private final TopicBinding topics = new TopicBinding(
            new KafkaSettings("none:9092", "", Map.of()), SerdeProvider.tidemark(new InMemorySchemaRegistry(), true));
    private final Topic<Outcome> outcomes = topics.of(Topics.OUTCOMES);
    private final Topic<GroundTruth> labels = topics.of(Topics.GROUND_TRUTH);
    private final RequestStateFormat format = new RequestStateFormat(outcomes, labels, 3);

    private static OpenPrediction prediction(@Nullable String entity, @Nullable String predictedClass) {
        Map<String, @Nullable Object> features = new HashMap<>();
        features.put("missing", null);
        features.put("truth", true);
        features.put("whole", -7L);
        features.put("number", 0.1);
        features.put("text", "ü".repeat(40_000));
        return new OpenPrediction(
                "r",
                "homes",
                2,
                "a".repeat(64),
                "shadow",
                Task.BINARY,
                entity,
                TIME,
                0.25,
                predictedClass,
                Map.of(),
                features);
    }

    private static Outcome outcome() {
        return Outcome.newBuilder()
                .setRequestId("r")
                .setModel("homes")
                .setVersion(2)
                .setBundleSha256("a".repeat(64))
                .setVariant("shadow")
                .setTask(Task.BINARY)
                .setStatus(OutcomeStatus.MATCHED)
                .setEventTime(TIME)
                .setPredicted(0.25)
                .setFeatures(new HashMap<>(Map.of("whole", -7L)))
                .build();
    }

    private static GroundTruth label() {
        return GroundTruth.newBuilder()
                .setRequestId("r")
                .setLabel("good")
                .setEventTime(TIME)
                .build();
    }

    @Test
    void predictionsOfEveryStandingComeBackAsTheyWere() {
        Place place = new Place(List.of(Segment.ALL, new Segment("region", "coast")), 6_000, 0.42);
        List<HeldPrediction> held = List.of(
                new HeldPrediction("a", new Standing.Open(prediction("house", "good")), 1, 2),
                new HeldPrediction("b", new Standing.Open(prediction(null, null)), 3, 4),
                new HeldPrediction("c", new Standing.Matched(outcome(), new Measurement.Measured(place, 1)), 5, 6),
                new HeldPrediction("d", new Standing.Matched(outcome(), new Measurement.Unmeasured()), 7, 8),
                new HeldPrediction("e", new Standing.Matched(outcome(), new Measurement.NotNoted()), 7, 8),
                new HeldPrediction("f", new Standing.Settled(9), 10, 11),
                new HeldPrediction("g", new Standing.Expired(), 12, 13));
        RequestStateFormat.Stored read = format.read(format.write(new RequestState(held, List.of()), 99));
        assertThat(read.indexedMs()).isEqualTo(99);
        assertThat(read.state().predictions()).isEqualTo(held);
    }

    @Test
    void aLabelComesBackWithItsRecord() {
        byte[] value = labels.values().serializer().serialize(labels.name(), label());
        byte[] header = "7".getBytes(StandardCharsets.UTF_8);
        Inbound source = Inbound.at(
                "ground-truth",
                3,
                17,
                new Record<byte @Nullable [], byte @Nullable []>(
                        null,
                        value,
                        18,
                        new RecordHeaders().add("trace", header).add("empty", null)));
        HeldLabel held = new HeldLabel(label(), source, 19, true);
        HeldLabel read = format.read(format.write(new RequestState(List.of(), List.of(held)), 0))
                .state()
                .labels()
                .getFirst();
        assertThat(read.label()).isEqualTo(label());
        assertThat(read.dueMs()).isEqualTo(19);
        assertThat(read.used()).isTrue();
        assertThat(read.source()).hasToString("ground-truth-3@17");
        assertThat(read.source().timestampMs()).isEqualTo(18);
        assertThat(read.source().key()).isNull();
        assertThat(read.source().value()).isEqualTo(value);
        assertThat(read.source().headers()).isEqualTo(source.headers());
    }

    @Test
    void stateOfTheFirstVersionIsStillRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(1);
        out.writeLong(99);
        out.writeShort(2);
        for (int standing = 0; standing < 2; standing++) {
            out.writeUTF("homes");
            out.writeLong(5);
            out.writeLong(6);
            out.writeByte(standing);
            write(outcomes, outcome(), out);
        }
        out.writeShort(1);
        out.writeUTF("ground-truth");
        out.writeLong(17);
        out.writeLong(18);
        out.writeLong(19);
        out.writeBoolean(false);
        write(labels, label(), out);

        RequestStateFormat.Stored read = format.read(bytes.toByteArray());
        assertThat(read.indexedMs()).isEqualTo(99);
        assertThat(read.state().predictions())
                .containsExactly(
                        new HeldPrediction("homes", new Standing.Open(OpenPrediction.of(outcome())), 5, 6),
                        new HeldPrediction("homes", new Standing.Matched(outcome(), new Measurement.NotNoted()), 5, 6));
        HeldLabel label = read.state().labels().getFirst();
        assertThat(label.label()).isEqualTo(label());
        assertThat(label.source()).hasToString("ground-truth-3@17");
        assertThat(label.dueMs()).isEqualTo(19);
    }

    @Test
    void stateOfALaterVersionIsRefused() {
        assertThatThrownBy(() -> format.read(new byte[] {3})).hasMessageContaining("version 3, expected 1 to 2");
    }

    private static <V extends SpecificRecord> void write(Topic<V> topic, V value, DataOutputStream out)
            throws IOException {
        byte[] bytes = topic.values().serializer().serialize(topic.name(), value);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
