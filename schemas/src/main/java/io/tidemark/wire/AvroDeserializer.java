package io.tidemark.wire;

import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Reads records in the wire format into one generated class, whatever compatible schema they were written with.
///
/// Like each Kafka deserializer it belongs to one thread. Lengths are held against the record's size
/// ([BoundedDecoder]), and all its bytes have to be used up.
///
/// @param <T> the generated class
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
    /// Property that names the generated class, for deserializers that Kafka makes.
    public static final String RECORD_CLASS = "tidemark.record.class";

    private final BoundedDecoder decoder = new BoundedDecoder();
    private final Map<Integer, DatumReader<T>> readers = new HashMap<>();
    private @Nullable SchemaRegistry registry;
    private @Nullable Class<T> type;

    /// For Kafka, which then calls [#configure]; it needs [#RECORD_CLASS] and the names in [RegistrySettings].
    public AvroDeserializer() {}

    public AvroDeserializer(SchemaRegistry registry, Class<T> type) {
        this.registry = registry;
        this.type = type;
    }

    @Override
    @SuppressWarnings("unchecked") // the class is checked to be a SpecificRecord; T is whatever the user declared
    public void configure(Map<String, ?> properties, boolean isKey) {
        if (type == null) {
            Object name = properties.get(RECORD_CLASS);
            try {
                type = (Class<T>) Class.forName(String.valueOf(name)).asSubclass(SpecificRecord.class);
            } catch (ClassNotFoundException | ClassCastException e) {
                throw new IllegalArgumentException(
                        "Found " + RECORD_CLASS + " = " + name + ", expected a generated Avro class.", e);
            }
        }
        if (registry == null) {
            registry = SchemaRegistry.open(RegistrySettings.from(properties));
        }
    }

    /// @throws MalformedRecordException when the bytes are not such a record
    /// @throws UnknownSchemaException when the registry does not know the schema id
    /// @throws RegistryUnavailableException when the registry does not answer
    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        int id = WireFormat.schemaId(bytes);
        DatumReader<T> reader = readers.computeIfAbsent(id, this::readerFor);
        decoder.reset(bytes, WireFormat.HEADER_BYTES, bytes.length - WireFormat.HEADER_BYTES);
        T record;
        try {
            record = reader.read(null, decoder);
        } catch (IOException | AvroRuntimeException | ClassCastException | IndexOutOfBoundsException e) {
            throw new MalformedRecordException(
                    "The bytes of a " + name() + " on topic " + topic + " do not fit schema id " + id + ", at byte "
                            + decoder.position() + " of " + bytes.length + ": " + e.getMessage(),
                    e);
        }
        if (decoder.remaining() > 0) {
            throw new MalformedRecordException("Found " + decoder.remaining() + " bytes behind a " + name()
                    + " on topic " + topic + " with schema id " + id + ", expected none.");
        }
        return record;
    }

    private String name() {
        return Objects.requireNonNull(type, "configure() was not called").getSimpleName();
    }

    private DatumReader<T> readerFor(int id) {
        Class<T> target = Objects.requireNonNull(type, "configure() was not called");
        Schema writer =
                Objects.requireNonNull(registry, "configure() was not called").schema(id);
        SpecificData data = SpecificData.getForClass(target);
        Schema reader = data.getSchema(target);
        if (!reader.getFullName().equals(writer.getFullName())) {
            throw new MalformedRecordException("Found a " + writer.getFullName() + " (schema id " + id
                    + "), expected a " + reader.getFullName() + ".");
        }
        return newReader(target, writer, reader, data);
    }

    @SuppressWarnings("unchecked") // records of a class are read by the reader for this class
    private static <T extends SpecificRecord> DatumReader<T> newReader(
            Class<T> target, Schema writer, Schema reader, SpecificData data) {
        if (target == Prediction.class && PredictionReader.reads(writer)) {
            return (DatumReader<T>) new PredictionReader();
        }
        if (target == PredictionRequest.class && PredictionRequestReader.reads(writer)) {
            return (DatumReader<T>) new PredictionRequestReader();
        }
        return new SpecificDatumReader<>(writer, reader, data);
    }
}
