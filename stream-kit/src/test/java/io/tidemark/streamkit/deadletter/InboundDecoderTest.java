package io.tidemark.streamkit.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.DeadLetter;
import io.tidemark.streamkit.topic.SchemaWaits;
import io.tidemark.wire.MalformedRecordException;
import io.tidemark.wire.RegistryRefusedException;
import io.tidemark.wire.RegistryUnavailableException;
import io.tidemark.wire.UnknownSchemaException;
import io.tidemark.wire.WireFormat;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InboundDecoderTest {
    private static final InboundDecoder.Limits LIMITS =
            new InboundDecoder.Limits(1_000, Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofSeconds(30));

    private final TestTime time = new TestTime();
    private final TestRegistry registry = new TestRegistry();
    private final SchemaWaits waits = new SchemaWaits();
    private final InboundDecoder<String> decoder = new InboundDecoder<>(
            registry::decode,
            new DeadLetterFactory("service", Clock.systemUTC(), new SimpleMeterRegistry()),
            LIMITS,
            waits,
            time);

    @Test
    void aGoodRecordIsItsValue() {
        assertThat(decoder.decode(record(1))).isEqualTo(new Decoded.Good<>("schema 1"));
    }

    @Test
    void aRecordWithoutValueIsADeadLetter() {
        assertThat(letter(Records.of(null)).getReason()).isEqualTo("NULL_VALUE");
    }

    @Test
    void theLargestValueIsDecodedAndALargerOneNotEvenLookedAt() {
        registry.fault = new IllegalStateException("decoded");

        DeadLetter letter = letter(Records.of(new byte[1_001]));

        assertThat(letter.getReason()).isEqualTo("TOO_LARGE");
        assertThat(letter.getMessage()).contains("1001 bytes").contains("at most 1000");
        registry.fault = null;
        assertThat(decoder.decode(Records.of(new byte[1_000]))).isEqualTo(new Decoded.Good<>("schema 0"));
    }

    @Test
    void aTimestampOutOfBoundsIsADeadLetterWithTheTimestampAsItWas() {
        DeadLetter letter = letter(Records.stamped(Long.MAX_VALUE, bytes(1)));

        assertThat(letter.getReason()).isEqualTo("TIMESTAMP_OUT_OF_RANGE");
        assertThat(letter.getTimestampMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(letter.getMessage()).contains(Long.toString(Long.MAX_VALUE));
    }

    @Test
    void malformedBytesAreADeadLetterAtOnce() {
        registry.fault = new MalformedRecordException("Found rubbish.");

        DeadLetter letter = letter(record(1));

        assertThat(letter.getReason()).isEqualTo("MALFORMED");
        assertThat(letter.getMessage()).isEqualTo("Found rubbish.");
        assertThat(letter.getRedrivable()).isFalse();
        assertThat(time.sleptMs).isEmpty();
    }

    /// One thread serves many partitions, each with a decoder: their waits would add up.
    @Test
    void whatAnotherDecoderOfTheServiceWaitedForInVainIsNotWaitedForAgain() {
        registry.unknown.add(9);
        letter(record(9));
        time.sleptMs.clear();
        InboundDecoder<String> another = new InboundDecoder<>(
                registry::decode,
                new DeadLetterFactory("service", Clock.systemUTC(), new SimpleMeterRegistry()),
                LIMITS,
                waits,
                time);

        assertThat(another.decode(record(9))).isInstanceOf(Decoded.Bad.class);
        assertThat(time.sleptMs).isEmpty();
    }

    @Test
    void anUnknownSchemaIsWaitedForAndThenADeadLetterThatCanBeSentAgain() {
        registry.unknown.add(9);

        DeadLetter letter = letter(record(9));

        assertThat(letter.getReason()).isEqualTo("UNKNOWN_SCHEMA");
        assertThat(letter.getRedrivable()).isTrue();
        assertThat(time.slept()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void aSchemaThatIsRegisteredDuringTheWaitIsUsed() {
        registry.unknown.add(9);
        registry.knowsAllAfterCalls = 3;

        assertThat(decoder.decode(record(9))).isEqualTo(new Decoded.Good<>("schema 9"));
        assertThat(time.sleptMs).containsExactly(50L, 100L);
    }

    @Test
    void anUnknownSchemaIsWaitedForOnceUntilThePauseIsOver() {
        registry.unknown.add(9);
        letter(record(9));
        time.sleptMs.clear();

        assertThat(letter(record(9)).getReason()).isEqualTo("UNKNOWN_SCHEMA");
        assertThat(time.sleptMs).isEmpty();

        time.pass(Duration.ofMinutes(1));
        letter(record(9));
        assertThat(time.slept()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void afterADeadLetterTheSchemaIsUsedAsSoonAsItIsKnown() {
        registry.unknown.add(9);
        letter(record(9));
        registry.unknown.clear();

        assertThat(decoder.decode(record(9))).isEqualTo(new Decoded.Good<>("schema 9"));
    }

    /// A producer that writes rubbish behind a zero byte must not hold the stream up two seconds a record.
    @Test
    void inventedSchemaIdsHoldTheStreamUpAFewTimesOnly() {
        for (int id = 100; id < 200; id++) {
            registry.unknown.add(id);
            assertThat(letter(record(id)).getReason()).isEqualTo("UNKNOWN_SCHEMA");
        }

        assertThat(time.slept()).isLessThan(Duration.ofSeconds(20));
        time.pass(Duration.ofMinutes(1));
        time.sleptMs.clear();
        letter(record(100));
        assertThat(time.slept()).as("patience is back").isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aRegistryThatIsDownSaysNothingAboutTheRecord() {
        registry.fault = new RegistryUnavailableException("down");

        assertThatThrownBy(() -> decoder.decode(record(1))).isInstanceOf(RegistryUnavailableException.class);

        assertThat(time.slept()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(34));
        assertThat(time.sleptMs).startsWith(50L, 100L, 200L, 400L, 800L, 1_600L, 2_000L, 2_000L);
    }

    @Test
    void aRegistryThatComesBackDuringTheWaitIsUsed() {
        registry.fault = new RegistryUnavailableException("down");
        registry.knowsAllAfterCalls = 4;

        assertThat(decoder.decode(record(1))).isEqualTo(new Decoded.Good<>("schema 1"));
    }

    @Test
    void aRegistryThatRefusesIsForSomebodyToMend() {
        registry.fault = new RegistryRefusedException("Credentials, please.");

        assertThatThrownBy(() -> decoder.decode(record(1))).isInstanceOf(RegistryRefusedException.class);
        assertThat(time.sleptMs).isEmpty();
    }

    private DeadLetter letter(Inbound source) {
        return switch (decoder.decode(source)) {
            case Decoded.Bad<String> bad -> bad.letter();
            case Decoded.Good<String> good -> throw new AssertionError("Found " + good + ", expected a dead letter.");
        };
    }

    private static Inbound record(int schemaId) {
        return Records.of(bytes(schemaId));
    }

    private static byte[] bytes(int schemaId) {
        return ByteBuffer.allocate(20)
                .put(WireFormat.MAGIC)
                .putInt(schemaId)
                .put("a value".getBytes(UTF_8))
                .array();
    }

    /// Time that passes only while somebody sleeps, or when told.
    private static final class TestTime implements InboundDecoder.Pause {
        final List<Long> sleptMs = new ArrayList<>();
        private long nowNs = -5;

        void pass(Duration duration) {
            nowNs += duration.toNanos();
        }

        Duration slept() {
            return Duration.ofMillis(sleptMs.stream().mapToLong(Long::longValue).sum());
        }

        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public void sleep(long ms) {
            sleptMs.add(ms);
            nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
        }
    }

    /// Decodes each record to the name of its schema, unless something is the matter.
    private static final class TestRegistry {
        final Set<Integer> unknown = new HashSet<>();

        @Nullable
        RuntimeException fault;

        int knowsAllAfterCalls = Integer.MAX_VALUE;
        private int calls;

        String decode(String topic, byte[] bytes) {
            assertThat(topic).isEqualTo("requests");
            int id = WireFormat.schemaId(bytes);
            if (++calls < knowsAllAfterCalls) {
                if (unknown.contains(id)) {
                    throw new UnknownSchemaException(id, "test");
                }
                if (fault != null) {
                    throw fault;
                }
            }
            return "schema " + id;
        }
    }
}
