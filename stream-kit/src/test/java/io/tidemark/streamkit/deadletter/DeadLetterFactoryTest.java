package io.tidemark.streamkit.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterHeader;
import io.tidemark.event.DeadLetterStatus;
import io.tidemark.event.PredictionRequest;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import io.tidemark.wire.SerdeProvider;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterFactoryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DeadLetterFactory factory = new DeadLetterFactory("joiner", Clock.fixed(NOW, ZoneOffset.UTC), meters);

    @Test
    void aLetterHoldsTheRecordAndWhereItStood() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("a", "1".getBytes(UTF_8)).add("empty", null).add("a", "2".getBytes(UTF_8));

        DeadLetter letter = factory.of(
                Records.of("key".getBytes(UTF_8), "value".getBytes(UTF_8), headers),
                Reason.UNKNOWN_MODEL,
                "Nobody knows it.",
                "housing",
                "r-1");

        assertThat(letter.getService()).isEqualTo("joiner");
        assertThat(letter.getReason()).isEqualTo("UNKNOWN_MODEL");
        assertThat(letter.getMessage()).isEqualTo("Nobody knows it.");
        assertThat(letter.getTopic()).isEqualTo("requests");
        assertThat(letter.getPartition()).isEqualTo(2);
        assertThat(letter.getOffset()).isEqualTo(7);
        assertThat(letter.getTimestampMs()).isEqualTo(Records.TIMESTAMP_MS);
        assertThat(letter.getKey()).isEqualTo(bytes("key"));
        assertThat(letter.getValue()).isEqualTo(bytes("value"));
        assertThat(letter.getHeaders())
                .containsExactly(
                        new DeadLetterHeader("a", bytes("1")),
                        new DeadLetterHeader("empty", null),
                        new DeadLetterHeader("a", bytes("2")));
        assertThat(letter.getModel()).isEqualTo("housing");
        assertThat(letter.getRequestId()).isEqualTo("r-1");
        assertThat(letter.getRedrivable()).isTrue();
        assertThat(letter.getFailedAt()).isEqualTo(NOW);
        assertThat(letter.getStatus()).isEqualTo(DeadLetterStatus.OPEN);
        assertThat(DeadLetterFactory.keyOf(letter)).isEqualTo("key".getBytes(UTF_8));
    }

    @Test
    void aLetterOfARequestSaysWhatItIsRoutedBy() {
        PredictionRequest request = PredictionRequest.newBuilder()
                .setRequestId("r-1")
                .setModel("housing")
                .setEntityId("e-1")
                .setEventTime(NOW)
                .setFeatures(Map.of())
                .build();

        DeadLetter letter =
                factory.of(Records.of("value".getBytes(UTF_8)), new Fault(Reason.OUT_OF_RANGE, "Found -1."), request);

        assertThat(letter.getEntityId()).isEqualTo("e-1");
        assertThat(letter.getRequestId()).isEqualTo("r-1");
        assertThat(letter.getModel()).isEqualTo("housing");
    }

    @Test
    void whatIsNotThereStaysAway() {
        DeadLetter letter =
                factory.of(Records.of(null, null, new RecordHeaders()), Reason.NULL_VALUE, "Found no value.");

        assertThat(letter.getKey()).isNull();
        assertThat(letter.getValue()).isNull();
        assertThat(letter.getHeaders()).isEmpty();
        assertThat(letter.getModel()).isNull();
        assertThat(letter.getRequestId()).isNull();
        assertThat(DeadLetterFactory.keyOf(letter)).isNull();
    }

    @Test
    void aTimestampOutOfBoundsIsKeptAndOurOwnHeaderIsNot() {
        DeadLetter letter = factory.of(Records.stamped(-5, new byte[0]), Reason.TIMESTAMP_OUT_OF_RANGE, "");

        assertThat(letter.getTimestampMs()).isEqualTo(-5);
        assertThat(letter.getHeaders()).extracting(DeadLetterHeader::getKey).containsExactly("sender");
    }

    @Test
    void aLongMessageIsCut() {
        String message = factory.of(Records.of(new byte[0]), Reason.MALFORMED, "x".repeat(5_000))
                .getMessage();

        assertThat(message).hasSize(2_003).endsWith("x...");
    }

    @Test
    void lettersAreCountedByServiceAndReason() {
        factory.of(Records.of(null), Reason.NULL_VALUE, "");
        factory.of(Records.of(null), Reason.NULL_VALUE, "");
        factory.of(Records.of(null), Reason.MALFORMED, "");

        assertThat(meters.counter("tidemark.dead.letters", "service", "joiner", "reason", "NULL_VALUE")
                        .count())
                .isEqualTo(2);
        assertThat(meters.counter("tidemark.dead.letters", "service", "joiner", "reason", "MALFORMED")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void theLargestRequestThatTheLogTakesIsKeptWhole() {
        byte[] key = new byte[200 * 1024];
        byte[] value = new byte[Topics.REQUESTS.maxMessageBytes() - key.length];

        DeadLetter letter = factory.of(Records.of(key, value, new RecordHeaders()), Reason.UNKNOWN_SCHEMA, "why");

        assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(value));
        assertThat(letter.getMessage()).isEqualTo("why");
        assertThat(letter.getRedrivable()).isTrue();
    }

    /// Brokers limit compressed batches. What the letter's topic would refuse would stop the stream for good.
    @Test
    void whatTheTopicOfLettersWouldNotTakeIsCutAndSaidSo() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("small", new byte[10]);
        for (int i = 0; i < 100; i++) {
            headers.add("large-" + i, new byte[1024 * 1024]);
        }

        DeadLetter letter = factory.of(
                Records.of(new byte[2 * 1024 * 1024], new byte[3 * 1024 * 1024], headers),
                Reason.UNKNOWN_SCHEMA,
                "why");

        assertThat(letter.getMessage())
                .startsWith("why Of the key's 2097152 bytes the first 262144 are kept.")
                .endsWith("The last 99 headers are not kept.");
        assertThat(letter.getHeaders()).extracting(DeadLetterHeader::getKey).containsExactly("small", "large-0");
        assertThat(letter.getRedrivable())
                .as("what was sent again would be another record")
                .isFalse();
        assertThat(recordBytes(letter)).isLessThan(Topics.DEAD_LETTERS.maxMessageBytes());
    }

    @Test
    void manySmallHeadersDoNotOutgrowTheTopicEither() {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < 600_000; i++) {
            headers.add("h", null);
        }

        DeadLetter letter = factory.of(
                Records.of(new byte[300 * 1024], new byte[10], headers), Reason.MALFORMED, "y".repeat(9_000));

        assertThat(recordBytes(letter)).isLessThan(Topics.DEAD_LETTERS.maxMessageBytes());
    }

    /// Key and value of the letter as a record.
    private static int recordBytes(DeadLetter letter) {
        byte[] value = SerdeProvider.tidemark(RegistrySettings.of("mock://dead-letter-factory"))
                .valueSerde(DeadLetter.class)
                .serializer()
                .serialize("dead-letters", letter);
        byte[] key = DeadLetterFactory.keyOf(letter);
        return value.length + (key == null ? 0 : key.length);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
