package io.tidemark.drift.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.World;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftPane;
import io.tidemark.event.PaneSubject;
import io.tidemark.event.Prediction;
import io.tidemark.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] GARBAGE = "not avro".getBytes(StandardCharsets.UTF_8);

    private final World world = new World(7);
    private final MonitorDriver monitor = new MonitorDriver(START);

    @AfterEach
    void close() {
        monitor.close();
    }

    private byte[] bytes(Prediction prediction) {
        return monitor.topics
                .of(Topics.PREDICTIONS)
                .values()
                .serializer()
                .serialize(Topics.PREDICTIONS.name(), prediction);
    }

    /// The stream still counts and judges.
    private void assertGoesOn() {
        monitor.predict(world.second(World.V1, monitor.now(), 100));
        monitor.settle();
        assertThat(monitor.drift()).extracting(Drift::getCount).contains(100L);
    }

    private void assertRejected(String reason, String message) {
        List<DeadLetter> letters = monitor.letters();
        assertThat(letters).hasSize(1);
        DeadLetter letter = letters.getFirst();
        assertThat(letter.getReason()).isEqualTo(reason);
        assertThat(letter.getMessage()).contains(message);
        assertThat(letter.getService()).isEqualTo("drift-monitor");
        assertThat(letter.getPartition()).isZero();
        assertThat(letter.getOffset()).isZero();
        assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap("key".getBytes(StandardCharsets.UTF_8)));
        assertGoesOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"predictions", "outcomes", "drift-panes"})
    void whatIsNotAvroBecomesADeadLetterWithItsBytes(String topic) {
        monitor.pipe(Topics.find(topic).orElseThrow(), GARBAGE, START);
        List<DeadLetter> letters = monitor.letters();
        assertThat(letters).hasSize(1);
        assertThat(letters.getFirst().getReason()).isEqualTo("MALFORMED");
        assertThat(letters.getFirst().getTopic()).isEqualTo(topic);
        assertThat(letters.getFirst().getValue()).isEqualTo(ByteBuffer.wrap(GARBAGE));
        assertGoesOn();
    }

    @Test
    void aRecordFromTheEndOfTimeBecomesADeadLetter() {
        monitor.pipe(
                Topics.PREDICTIONS, bytes(world.prediction(World.V1, START)), Instant.ofEpochMilli(Long.MAX_VALUE));
        assertRejected("TIMESTAMP_OUT_OF_RANGE", Long.toString(Long.MAX_VALUE));
    }

    @Test
    void anEventTimeFarAheadBecomesADeadLetter() {
        monitor.pipe(Topics.PREDICTIONS, bytes(world.prediction(World.V1, START.plusSeconds(3_601))), START);
        assertRejected("TIMESTAMP_OUT_OF_RANGE", "Found event_time");
    }

    @Test
    void anEventTimeBefore1970BecomesADeadLetter() {
        monitor.pipe(Topics.PREDICTIONS, bytes(world.prediction(World.V1, Instant.EPOCH.minusMillis(1))), START);
        assertRejected("TIMESTAMP_OUT_OF_RANGE", "Found event_time -1 ms");
    }

    @Test
    void aPredictionOfNoVersionBecomesADeadLetter() {
        Prediction prediction = Prediction.newBuilder(world.prediction(World.V1, START))
                .setModel("../../etc")
                .build();
        monitor.pipe(Topics.PREDICTIONS, bytes(prediction), START);
        assertRejected("INVALID_FIELD", "../../etc");
    }

    @Test
    void aRecordWithoutValueIsSeen() {
        monitor.pipe(Topics.PREDICTIONS, null, START);
        assertThat(monitor.letters()).extracting(DeadLetter::getReason).containsExactly("NULL_VALUE");
        assertGoesOn();
    }

    private DriftPane pane(VersionKey version, String feature, byte[] counts) {
        return DriftPane.newBuilder()
                .setModel(version.model())
                .setVersion(version.version())
                .setBundleSha256(version.bundleSha256())
                .setSubject(PaneSubject.FEATURE)
                .setFeature(feature)
                .setPaneStart(START)
                .setCount(1)
                .setCounts(ByteBuffer.wrap(counts))
                .build();
    }

    @Test
    void aPaneOfAFeatureThatTheVersionDoesNotHaveBecomesADeadLetter() {
        monitor.deliver(pane(World.V1, "height", new byte[] {1}));
        assertThat(monitor.letters()).extracting(DeadLetter::getReason).containsExactly("INVALID_FIELD");
        assertGoesOn();
    }

    @Test
    void aPaneWithDamagedCountsBecomesADeadLetter() {
        monitor.deliver(pane(World.V1, "income", new byte[] {'H', 1, 2}));
        assertThat(monitor.letters()).extracting(DeadLetter::getReason).containsExactly("MALFORMED");
        assertGoesOn();
    }

    @Test
    void lettersAreCountedByReason() {
        monitor.pipe(Topics.PREDICTIONS, GARBAGE, START);
        monitor.pipe(Topics.PREDICTIONS, GARBAGE, START);
        assertThat(monitor.meters
                        .get("tidemark.dead.letters")
                        .tags("service", "drift-monitor", "reason", "MALFORMED")
                        .counter()
                        .count())
                .isEqualTo(2);
    }
}
