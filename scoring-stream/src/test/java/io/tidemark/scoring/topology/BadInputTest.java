package io.tidemark.scoring.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterHeader;
import io.tidemark.event.DeadLetterStatus;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.model.feature.Violation;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.streamkit.deadletter.Reason;
import io.tidemark.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each kind of bad request ends in a dead letter with coordinates, reason and original bytes, and stops nothing.
class BadInputTest {
    private static final String MODEL = ToyModel.NAME;

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // opened before each test
    private ScoringDriver driver;

    @BeforeEach
    void open() {
        driver = ScoringDriver.serving(folder);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    /// A kind of bad request.
    ///
    /// @param value bytes of the value, given the driver that encodes
    /// @param readable true when model and request id can be read
    record Kind(
            String name,
            Reason reason,
            String found,
            Value value,
            boolean readable,
            @Nullable Long timestampMs) {
        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    interface Value {
        byte @Nullable [] of(ScoringDriver driver);
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                bytes("not Avro", Reason.MALFORMED, "first byte 0x7b", d -> "{\"hello\": 1}".getBytes(UTF_8)),
                bytes("no bytes at all", Reason.MALFORMED, "0 bytes", d -> new byte[0]),
                bytes("cut off", Reason.MALFORMED, "", d -> Arrays.copyOf(d.encode(ToyRequest.number(1)), 20)),
                bytes("another record", Reason.MALFORMED, "GroundTruth", BadInputTest::label),
                bytes("unknown schema id", Reason.UNKNOWN_SCHEMA, "1999999999", BadInputTest::unknownSchema),
                bytes("null value", Reason.NULL_VALUE, "without value", d -> null),
                bytes("2 MB", Reason.TOO_LARGE, "bytes, expected at most 1048576", BadInputTest::twoMegabytes),
                feature("wrong type", Reason.WRONG_TYPE, "'many' of type string", "rooms", "many"),
                feature("not whole", Reason.WRONG_TYPE, "expected a whole number", "rooms", 2.5),
                feature("missing required feature", Reason.MISSING_FEATURE, "rooms", "rooms", null),
                feature("out of range", Reason.OUT_OF_RANGE, "10.0, expected a number in [1.0, 9.0]", "rooms", 10L),
                feature("unknown category", Reason.UNKNOWN_CATEGORY, "'cost'", "region", "cost"),
                feature("NaN", Reason.NOT_FINITE, "NaN", "income", Double.NaN),
                feature("infinity", Reason.NOT_FINITE, "-Infinity", "income", Double.NEGATIVE_INFINITY),
                changed("blank request id", Reason.INVALID_FIELD, "1 characters", r -> r.setRequestId(" ")),
                changed("long request id", Reason.INVALID_FIELD, "201 c", r -> r.setRequestId("x".repeat(201))),
                changed("blank model", Reason.INVALID_FIELD, "empty model", r -> r.setModel("")),
                changed("unknown model", Reason.UNKNOWN_MODEL, "'none'", r -> r.setModel("none")),
                changed("event time ahead", Reason.TIMESTAMP_OUT_OF_RANGE, "event_time", BadInputTest::ahead),
                changed("event time before all", Reason.TIMESTAMP_OUT_OF_RANGE, "-1 ms", BadInputTest::beforeEpoch),
                stamped("end of time", Long.MAX_VALUE),
                stamped(
                        "two hours ahead",
                        ToyRequest.TIME.plus(Duration.ofHours(2)).toEpochMilli()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aBadRequestEndsAsADeadLetterAndTheNextIsAnswered(Kind kind) {
        byte[] value = kind.value().of(driver);
        long timestampMs = kind.timestampMs() == null ? ToyRequest.TIME.toEpochMilli() : kind.timestampMs();
        RecordHeaders headers = new RecordHeaders();
        headers.add("sender", "till-4".getBytes(UTF_8));
        headers.add("empty", null);

        driver.send(ToyRequest.number(0));
        driver.requests.pipeInput(new TestRecord<>("the key".getBytes(UTF_8), value, headers, timestampMs));
        driver.send(ToyRequest.number(2));

        TestRecord<byte[], DeadLetter> record = driver.letters.readRecord();
        DeadLetter letter = record.value();
        assertThat(record.key()).isEqualTo("the key".getBytes(UTF_8));
        assertThat(letter.getService()).isEqualTo("scoring-stream");
        assertThat(letter.getReason()).isEqualTo(kind.reason().name());
        assertThat(letter.getMessage()).contains(kind.found()).doesNotContain("null");
        assertThat(letter.getTopic()).isEqualTo("prediction-requests");
        assertThat(letter.getPartition()).isZero();
        assertThat(letter.getOffset()).isEqualTo(1);
        assertThat(letter.getTimestampMs()).isEqualTo(timestampMs);
        assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap("the key".getBytes(UTF_8)));
        assertThat(letter.getValue()).isEqualTo(value == null ? null : ByteBuffer.wrap(value));
        assertThat(letter.getHeaders())
                .containsExactly(
                        new DeadLetterHeader("sender", ByteBuffer.wrap("till-4".getBytes(UTF_8))),
                        new DeadLetterHeader("empty", null));
        assertThat(letter.getRedrivable()).isEqualTo(kind.reason().redrivable());
        assertThat(letter.getStatus()).isEqualTo(DeadLetterStatus.OPEN);
        assertThat(letter.getFailedAt()).isEqualTo(ToyRequest.TIME);
        assertThat(letter.getModel() != null && letter.getRequestId() != null).isEqualTo(kind.readable());
        assertThat(driver.letters.isEmpty()).isTrue();

        assertThat(driver.predictions.readValuesToList())
                .extracting(Prediction::getRequestId, Prediction::getSource)
                .containsExactly(
                        tuple("request-0", new RequestCoordinates("prediction-requests", 0, 0L)),
                        tuple("request-2", new RequestCoordinates("prediction-requests", 0, 2L)));
        assertThat(driver.count("tidemark.dead.letters", "service", "scoring-stream", "reason", letter.getReason()))
                .isEqualTo(1);
    }

    @Test
    void allKindsInARowStopNothing() {
        List<Kind> kinds = kinds().toList();
        for (Kind kind : kinds) {
            driver.requests.pipeInput(new TestRecord<>(
                    null,
                    kind.value().of(driver),
                    new RecordHeaders(),
                    kind.timestampMs() == null ? ToyRequest.TIME.toEpochMilli() : kind.timestampMs()));
            driver.send(ToyRequest.number(1));
        }

        assertThat(driver.letters.readValuesToList())
                .extracting(DeadLetter::getReason)
                .containsExactlyElementsOf(
                        kinds.stream().map(kind -> kind.reason().name()).toList());
        assertThat(driver.predictions.readValuesToList()).hasSize(kinds.size());
    }

    /// A bug on one record must not become a crash loop at it.
    @Test
    void aRecordOnWhichOurCodeFailsBecomesADeadLetterToo() {
        driver.send(ToyRequest.number(0));
        byte[] value = driver.encode(ToyRequest.number(1));
        driver.models.fail(new IllegalStateException("a bug"));
        driver.send("the key", value);
        driver.models.fail(null);
        driver.send(ToyRequest.number(2));

        TestRecord<byte[], DeadLetter> record = driver.letters.readRecord();
        assertThat(record.key()).isEqualTo("the key".getBytes(UTF_8));
        DeadLetter letter = record.value();
        assertThat(letter.getReason()).isEqualTo("PROCESSING_FAILED");
        assertThat(letter.getMessage()).isEqualTo("java.lang.IllegalStateException: a bug");
        assertThat(letter.getOffset()).isEqualTo(1);
        assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(value));
        assertThat(letter.getRedrivable()).isTrue();
        assertThat(driver.predictions.readValuesToList())
                .extracting(Prediction::getRequestId)
                .containsExactly("request-0", "request-2");
    }

    /// Brokers limit what was compressed: a record of zeros may be far larger than any topic takes.
    @Test
    void aRecordLargerThanALetterMayBeLeavesItsBeginning() {
        byte[] value = new byte[9_000_000];
        value[0] = 'x';

        driver.send("bomb", value);
        driver.send(ToyRequest.number(2));

        DeadLetter letter = driver.letters.readValue();
        assertThat(letter.getReason()).isEqualTo("TOO_LARGE");
        assertThat(letter.getValue().remaining()).isBetween(4_500_000, 5_000_000);
        assertThat(letter.getValue().get(0)).isEqualTo((byte) 'x');
        assertThat(letter.getMessage()).contains("Of the value's 9000000 bytes the first");
        assertThat(driver.predictions.readValue().getRequestId()).isEqualTo("request-2");
    }

    @Test
    void badRequestsAdoptNothing() {
        driver.send(ToyRequest.of("bad", ToyRequest.valuesWith("rooms", null)));

        assertThat(driver.timeline.isEmpty()).isTrue();
        assertThat(driver.adoptions().get(MODEL)).isNull();
    }

    @ParameterizedTest
    @EnumSource(Violation.Reason.class)
    void eachViolationHasAReasonCode(Violation.Reason violation) {
        assertThat(Reason.valueOf(violation.name()).redrivable()).isFalse();
    }

    private static Kind bytes(String name, Reason reason, String found, Value value) {
        return new Kind(name, reason, found, value, false, null);
    }

    private static Kind feature(String name, Reason reason, String found, String feature, @Nullable Object value) {
        return new Kind(
                name,
                reason,
                found,
                driver -> driver.encode(ToyRequest.of("bad", ToyRequest.valuesWith(feature, value))),
                true,
                null);
    }

    private static Kind changed(String name, Reason reason, String found, Consumer<PredictionRequest.Builder> change) {
        return new Kind(name, reason, found, driver -> driver.encode(ToyRequest.changed(1, change)), true, null);
    }

    private static Kind stamped(String name, long timestampMs) {
        return new Kind(
                name,
                Reason.TIMESTAMP_OUT_OF_RANGE,
                Long.toString(timestampMs),
                driver -> driver.encode(ToyRequest.number(1)),
                false,
                timestampMs);
    }

    private static void ahead(PredictionRequest.Builder request) {
        request.setEventTime(ToyRequest.TIME.plus(Duration.ofMinutes(61)));
    }

    private static void beforeEpoch(PredictionRequest.Builder request) {
        request.setEventTime(Instant.ofEpochMilli(-1));
    }

    private static byte[] unknownSchema(ScoringDriver driver) {
        byte[] bytes = driver.encode(ToyRequest.number(1));
        ByteBuffer.wrap(bytes).putInt(1, 1_999_999_999);
        return bytes;
    }

    private static byte[] twoMegabytes(ScoringDriver driver) {
        return driver.encode(ToyRequest.of("big", ToyRequest.valuesWith("padding", "x".repeat(2 * 1024 * 1024))));
    }

    private static byte[] label(ScoringDriver driver) {
        return driver.encode(
                Topics.GROUND_TRUTH,
                GroundTruth.newBuilder()
                        .setRequestId("r")
                        .setLabel(1.5)
                        .setEventTime(ToyRequest.TIME)
                        .build());
    }
}
