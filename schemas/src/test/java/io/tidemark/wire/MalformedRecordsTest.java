package io.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tidemark.event.PredictionRequest;
import io.tidemark.event.TimelineEvent;
import io.tidemark.schema.RecordSchemas;
import io.tidemark.schema.Samples;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes that are no record: each ends as [MalformedRecordException], at once and without much memory.
class MalformedRecordsTest {
    private static final long SEED = 20_260_301;
    private static final int MUTATIONS = 3_000;
    private static final long MAX_ALLOCATED_BYTES = 4 * 1024 * 1024;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    static Stream<Class<? extends SpecificRecord>> records() {
        return RecordSchemas.classes().stream();
    }

    static Stream<Arguments> lies() {
        Bytes id = new Bytes().string("id").string("housing").zigzag(0).zigzag(0);
        return Stream.of(
                Arguments.of("a text of 2 GB", new Bytes().zigzag(Integer.MAX_VALUE), "length of 2147483647"),
                Arguments.of(
                        "a text longer than any", new Bytes().zigzag(Long.MAX_VALUE), "length of 9223372036854775807"),
                Arguments.of("a text of negative length", new Bytes().zigzag(-1), "length of -1"),
                Arguments.of("a length that never ends", new Bytes().raw(-1, 12), "more than 10 bytes"),
                Arguments.of(
                        "a union branch that does not exist",
                        new Bytes().string("id").string("m").zigzag(2),
                        ""),
                Arguments.of(
                        "a negative union branch",
                        new Bytes().string("id").string("m").zigzag(-1),
                        ""),
                Arguments.of("a map of 2 billion entries", id.then().zigzag(Integer.MAX_VALUE), "block of 2147483647"),
                Arguments.of("a map of more entries than any", id.then().zigzag(Long.MAX_VALUE), "block of"),
                Arguments.of(
                        "a map of the smallest number of entries",
                        id.then().zigzag(Long.MIN_VALUE).zigzag(0),
                        "block of"),
                Arguments.of(
                        "a sized map longer than the record",
                        id.then().zigzag(-1).zigzag(1 << 30),
                        "length of"),
                Arguments.of(
                        "a value of a branch that does not exist",
                        id.then().zigzag(1).string("k").zigzag(5),
                        ""),
                Arguments.of("a boolean that is neither", id.then().zigzag(0).raw(2, 1), "boolean byte 2"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void liesAboutLengthsAndBranchesAreFound(String what, Bytes avro, String message) {
        byte[] bytes = wire("PredictionRequest", avro.toArray());

        assertMalformed(PredictionRequest.class, bytes, message);
    }

    /// Whoever wrote the record finds the field by its place.
    @Test
    void theErrorSaysAtWhichByteItCameUp() {
        byte[] bytes = wire(
                "PredictionRequest",
                new Bytes().string("id").string("m").zigzag(2).toArray());

        assertMalformed(PredictionRequest.class, bytes, "at byte 11 of 11: ");
    }

    @Test
    void anEnumSymbolThatDoesNotExistIsFound() {
        Schema schema = RecordSchemas.published("TimelineEvent");
        assertThat(schema.getField("fact").schema().getTypes().get(1).getName()).isEqualTo("Activated");
        Bytes event = new Bytes()
                .string("id")
                .string("housing")
                .zigzag(0)
                .string("me")
                .string("");

        for (int symbol : new int[] {4, -1, Integer.MAX_VALUE}) {
            assertMalformed(
                    TimelineEvent.class,
                    wire("TimelineEvent", event.then().zigzag(1).zigzag(symbol).toArray()),
                    "");
        }
    }

    @Test
    void aNumberTooLargeForItsFieldIsFound() {
        Bytes refused = new Bytes()
                .string("id")
                .string("housing")
                .zigzag(0)
                .string("me")
                .string("")
                .zigzag(0)
                .zigzag(1L << 40);

        assertMalformed(TimelineEvent.class, wire("TimelineEvent", refused.toArray()), "expected a 32-bit int");
    }

    @Test
    void whatIsNoWireFormatIsFound() {
        assertMalformed(PredictionRequest.class, new byte[0], "Found 0 bytes, expected at least 5");
        assertMalformed(PredictionRequest.class, new byte[] {0, 0, 0, 1}, "Found 4 bytes");
        assertMalformed(
                PredictionRequest.class, "{\"a\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_8), "0x7b");
        assertMalformed(PredictionRequest.class, new byte[] {0, -1, 0, 0, 0, 0}, "expected 0 or more");
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordCutAnywhereIsFound(Class<? extends SpecificRecord> type) {
        samples(type).forEach(bytes -> {
            for (int length = 0; length < bytes.length; length++) {
                assertMalformed(type, Arrays.copyOf(bytes, length), "");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("records")
    void trailingBytesAreFound(Class<? extends SpecificRecord> type) {
        samples(type)
                .forEach(bytes ->
                        assertMalformed(type, Arrays.copyOf(bytes, bytes.length + 3), "Found 3 bytes behind a "));
    }

    /// Some mutants are records: another text, another number. All others are malformed, and none is anything else.
    @ParameterizedTest
    @MethodSource("records")
    void mutantsAreRecordsOrMalformedAndNeverCostMuch(Class<? extends SpecificRecord> type) {
        Random random = new Random(SEED);
        AvroDeserializer<? extends SpecificRecord> deserializer = new AvroDeserializer<>(registry, type);
        List<byte[]> samples = samples(type).toList();
        samples.forEach(bytes -> deserializer.deserialize("warm-up", bytes));
        int malformed = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutant = mutate(samples.get(random.nextInt(samples.size())), random);
            long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
            try {
                deserializer.deserialize("mutants", mutant);
            } catch (MalformedRecordException e) {
                malformed++;
            }
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore)
                    .as("bytes for mutant %d of seed %d", i, SEED)
                    .isLessThan(MAX_ALLOCATED_BYTES);
        }
        assertThat(malformed).isBetween(MUTATIONS / 10, MUTATIONS - 1);
    }

    /// Flips, overwrites, cuts or lengthens behind the header.
    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] mutant = bytes.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = WireFormat.HEADER_BYTES + random.nextInt(mutant.length - WireFormat.HEADER_BYTES);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt(256);
                case 2 -> mutant = Arrays.copyOf(mutant, Math.max(WireFormat.HEADER_BYTES + 1, at));
                default -> mutant = Arrays.copyOf(mutant, mutant.length + random.nextInt(3));
            }
        }
        return mutant;
    }

    private Stream<byte[]> samples(Class<? extends SpecificRecord> type) {
        Schema schema = RecordSchemas.generated(type);
        return Samples.of(schema).map(sample -> wire(schema.getName(), Samples.encode(sample)));
    }

    private byte[] wire(String recordName, byte[] avro) {
        int id = registry.register(recordName + "-value", RecordSchemas.published(recordName));
        return ByteBuffer.allocate(WireFormat.HEADER_BYTES + avro.length)
                .put(WireFormat.MAGIC)
                .putInt(id)
                .put(avro)
                .array();
    }

    private void assertMalformed(Class<? extends SpecificRecord> type, byte[] bytes, String message) {
        assertThatThrownBy(() -> new AvroDeserializer<>(registry, type).deserialize("topic", bytes))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining(message);
    }

    /// Avro binary written by hand.
    static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes zigzag(long value) {
            long rest = (value << 1) ^ (value >> 63);
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            out.write((int) rest);
            return this;
        }

        Bytes string(String ascii) {
            zigzag(ascii.length());
            ascii.chars().forEach(out::write);
            return this;
        }

        Bytes raw(int value, int times) {
            for (int i = 0; i < times; i++) {
                out.write(value);
            }
            return this;
        }

        /// A copy to go on with.
        Bytes then() {
            Bytes copy = new Bytes();
            copy.out.writeBytes(out.toByteArray());
            return copy;
        }

        byte[] toArray() {
            return out.toByteArray();
        }

        @Override
        public String toString() {
            return out.size() + " bytes";
        }
    }
}
