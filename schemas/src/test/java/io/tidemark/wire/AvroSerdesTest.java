package io.tidemark.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterStatus;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.PredictionRequest;
import io.tidemark.schema.RecordSchemas;
import io.tidemark.schema.Samples;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Records through serializer and deserializer.
class AvroSerdesTest {
    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    static Stream<Class<? extends SpecificRecord>> records() {
        return RecordSchemas.classes().stream();
    }

    @ParameterizedTest
    @MethodSource("records")
    void eachRecordWithEachUnionBranchComesBackEqual(Class<? extends SpecificRecord> type) {
        assertRoundTrips(type);
    }

    private <T extends SpecificRecord> void assertRoundTrips(Class<T> type) {
        AvroSerializer<T> serializer = new AvroSerializer<>(registry, true);
        AvroDeserializer<T> deserializer = new AvroDeserializer<>(registry, type);
        List<GenericRecord> samples =
                Samples.of(RecordSchemas.published(type.getSimpleName())).toList();
        assertThat(samples).hasSizeGreaterThan(2);
        for (GenericRecord sample : samples) {
            byte[] bytes = requireNonNull(serializer.serialize("topic", Samples.specific(type, sample)));
            T read = requireNonNull(deserializer.deserialize("topic", bytes));

            assertThat(Samples.decode(bytes, WireFormat.HEADER_BYTES, sample.getSchema(), sample.getSchema()))
                    .as("what any other client reads")
                    .isEqualTo(sample);
            assertThat(Samples.generic(read, sample.getSchema()))
                    .as("what ours reads")
                    .isEqualTo(sample);
        }
    }

    @Test
    void theBytesAreMagicByteSchemaIdAndAvrosOwnBinary() {
        GenericRecord sample = Samples.generic(RecordSchemas.published("GroundTruth"), 3);

        byte[] bytes = requireNonNull(new AvroSerializer<GroundTruth>(registry, true)
                .serialize("ground-truth", Samples.specific(GroundTruth.class, sample)));

        ByteBuffer wire = ByteBuffer.wrap(bytes);
        assertThat(wire.get()).isZero();
        assertThat(wire.getInt()).isEqualTo(registry.lookUp("ground-truth-value", sample.getSchema()));
        byte[] avro = new byte[wire.remaining()];
        wire.get(avro);
        assertThat(avro).isEqualTo(Samples.encode(sample));
    }

    @Test
    void aTombstoneStaysOne() {
        assertThat(new AvroSerializer<>(registry, true).serialize("topic", null))
                .isNull();
        assertThat(new AvroDeserializer<>(registry, GroundTruth.class).deserialize("topic", null))
                .isNull();
    }

    @Test
    void recordsCanBeBuiltWithDefaultsBeforeAnySerdeWasTouched() {
        DeadLetter letter = DeadLetter.newBuilder()
                .setService("scoring-stream")
                .setReason("MALFORMED")
                .setMessage("Found nothing.")
                .setTopic("prediction-requests")
                .setPartition(0)
                .setOffset(7)
                .setTimestampMs(0)
                .setRedrivable(false)
                .setFailedAt(Instant.EPOCH)
                .build();

        assertThat(letter.getStatus()).isEqualTo(DeadLetterStatus.OPEN);
        assertThat(DeadLetter.newBuilder(letter).build()).isEqualTo(letter);
    }

    @Test
    void aRecordOfAnOlderWriterGetsTheDefaultsOfNewFields() {
        Schema older =
                schemaOf("{'type': 'record', 'name': 'GroundTruth', 'namespace': 'io.tidemark.event', 'fields': ["
                        + "{'name': 'request_id', 'type': 'string'},"
                        + "{'name': 'label', 'type': ['null', 'boolean', 'long', 'double', 'string']},"
                        + "{'name': 'event_time', 'type': {'type': 'long', 'logicalType': 'timestamp-millis'}}]}");

        GroundTruth read = readAs(GroundTruth.class, Samples.generic(older, 1));

        assertThat(read.getRevision()).isZero();
        assertThat(read.getModel()).isNull();
        assertThat(read.getLabel()).isEqualTo(false);
    }

    @Test
    void whatANewerWriterAddedIsPassedOverWhateverItIs() {
        Schema newer = RecordSchemas.published("GroundTruth");
        String added =
                "{'name': 'notes', 'type': {'type': 'map', 'values': {'type': 'array', 'items': ['null', 'string',"
                        + " {'type': 'record', 'name': 'Note', 'fields': [{'name': 'b', 'type': 'bytes'}, {'name': 'd', 'type':"
                        + " 'double'}]}]}}, 'default': {}},"
                        + "{'name': 'text', 'type': {'type': 'string', 'java-class': 'java.io.File'}, 'default': ''},";
        Schema evolved = new Schema.Parser()
                .parse(newer.toString().replaceFirst("\"fields\":\\[", "\"fields\":[" + added.replace('\'', '"')));
        GenericRecord written = Samples.generic(evolved, 4);

        GroundTruth read = readAs(GroundTruth.class, written);

        assertThat(read.getRequestId()).isEqualTo(written.get("request_id"));
        assertThat(read.getRevision()).isEqualTo(written.get("revision"));
    }

    @Test
    void aSymbolThatTheReaderDoesNotKnowBecomesTheDefault() {
        Schema evolved = new Schema.Parser()
                .parse(RecordSchemas.published("DeadLetter")
                        .toString()
                        .replace("\"DISCARDED\"]", "\"DISCARDED\",\"ARCHIVED\"]"));
        GenericRecord letter = Samples.generic(evolved, 1);
        letter.put(
                "status",
                new org.apache.avro.generic.GenericData.EnumSymbol(
                        evolved.getField("status").schema(), "ARCHIVED"));

        assertThat(readAs(DeadLetter.class, letter).getStatus()).isEqualTo(DeadLetterStatus.OPEN);
    }

    @Test
    void aRecordOfAnotherKindIsMalformed() {
        assertThatThrownBy(() -> readAs(GroundTruth.class, Samples.generic(RecordSchemas.published("Alert"), 1)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("Found a io.tidemark.event.Alert (schema id 1), expected a io.tidemark.event.GroundTruth.");
    }

    /// A schema registered by somebody else, under the right name and with fields of other types.
    @Test
    void aSchemaThatCannotBeResolvedIsMalformed() {
        Schema clash =
                schemaOf("{'type': 'record', 'name': 'GroundTruth', 'namespace': 'io.tidemark.event', 'fields': ["
                        + "{'name': 'request_id', 'type': 'int'}]}");

        assertThatThrownBy(() -> readAs(GroundTruth.class, Samples.generic(clash, 1)))
                .isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void anUnknownSchemaIdIsRetriable() {
        assertThatThrownBy(() -> new AvroDeserializer<>(registry, GroundTruth.class)
                        .deserialize("topic", new byte[] {0, 0, 0, 0, 42}))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("Schema id 42 is unknown to the registry at mock");
    }

    @Test
    void withoutRegistrationAnUnregisteredSchemaIsRefused() {
        AvroSerializer<GroundTruth> serializer = new AvroSerializer<>(registry, false);
        GroundTruth record =
                Samples.specific(GroundTruth.class, Samples.generic(RecordSchemas.published("GroundTruth"), 1));

        assertThatThrownBy(() -> serializer.serialize("ground-truth", record))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("Subject ground-truth-value does not hold")
                .hasMessageContaining("auto.register.schemas=true");
        int id = registry.register("ground-truth-value", RecordSchemas.published("GroundTruth"));
        assertThat(WireFormat.schemaId(requireNonNull(serializer.serialize("ground-truth", record))))
                .isEqualTo(id);
    }

    @Test
    void aRecordThatCannotBeWrittenSaysWhichFieldOfWhichRecord() {
        GroundTruth unfinished = new GroundTruth();
        GroundTruth outsideTheCalendar = new GroundTruth("id", null, 1.0, Instant.MAX, 0);
        GroundTruth wrongType = new GroundTruth("id", null, new byte[0], Instant.EPOCH, 0);
        AvroSerializer<GroundTruth> serializer = new AvroSerializer<>(registry, true);

        for (GroundTruth broken : List.of(unfinished, outsideTheCalendar, wrongType)) {
            assertThatThrownBy(() -> serializer.serialize("ground-truth", broken))
                    .isInstanceOf(MalformedRecordException.class)
                    .hasMessageStartingWith("A GroundTruth for topic ground-truth cannot be written: ");
        }
    }

    @Test
    void kafkaMakesAndConfiguresBoth() {
        Map<String, Object> properties = Map.of(
                "schema.registry.url", "mock://kafka-makes", "tidemark.record.class", GroundTruth.class.getName());
        AvroSerializer<GroundTruth> serializer = new AvroSerializer<>();
        AvroDeserializer<GroundTruth> deserializer = new AvroDeserializer<>();
        serializer.configure(properties, false);
        deserializer.configure(properties, false);
        GroundTruth record =
                Samples.specific(GroundTruth.class, Samples.generic(RecordSchemas.published("GroundTruth"), 1));

        assertThat(deserializer.deserialize("t", serializer.serialize("t", record)))
                .isEqualTo(record);
    }

    @Test
    void misconfigurationIsNamed() {
        assertThatThrownBy(() ->
                        new AvroDeserializer<>().configure(Map.of("tidemark.record.class", "java.lang.String"), false))
                .hasMessage("Found tidemark.record.class = java.lang.String, expected a generated Avro class.");
        assertThatThrownBy(() -> new AvroDeserializer<>().configure(Map.of(), false))
                .hasMessageContaining("Found tidemark.record.class = null");
        assertThatThrownBy(() -> new AvroSerializer<>().configure(Map.of(), true))
                .hasMessageContaining("use StringSerializer for the key");
        assertThatThrownBy(() -> new AvroSerializer<>().configure(Map.of(), false))
                .hasMessageContaining("expected schema.registry.url");
    }

    /// One serializer, many threads, several record types: each gets its own bytes.
    @Test
    void aSerializerServesManyThreads() throws Exception {
        AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(registry, true);
        Schema schema = RecordSchemas.published("PredictionRequest");
        List<PredictionRequest> requests = IntStream.range(0, 200)
                .mapToObj(variant -> Samples.specific(PredictionRequest.class, Samples.generic(schema, variant)))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<byte[]>> results = threads.invokeAll(requests.stream()
                    .<Callable<byte[]>>map(request -> () -> requireNonNull(serializer.serialize("requests", request)))
                    .toList());
            AvroDeserializer<PredictionRequest> deserializer =
                    new AvroDeserializer<>(registry, PredictionRequest.class);
            for (int i = 0; i < requests.size(); i++) {
                assertThat(deserializer.deserialize("requests", results.get(i).get()))
                        .isEqualTo(requests.get(i));
            }
        } finally {
            threads.shutdown();
        }
    }

    private <T extends SpecificRecord> T readAs(Class<T> type, GenericRecord written) {
        int id = registry.register("written-value", written.getSchema());
        byte[] avro = Samples.encode(written);
        byte[] wire = ByteBuffer.allocate(WireFormat.HEADER_BYTES + avro.length)
                .put(WireFormat.MAGIC)
                .putInt(id)
                .put(avro)
                .array();
        return requireNonNull(new AvroDeserializer<>(registry, type).deserialize("written", wire));
    }

    private static Schema schemaOf(String json) {
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }
}
