package io.tidemark.wire;

import io.tidemark.event.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Writes generated Avro records in the wire format; the subject is `<topic>-value`. Safe for use by many threads.
///
/// @param <T> the record class, or [SpecificRecord] for several
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {
    private static final ThreadLocal<RecordEncoder> OF_THREAD = ThreadLocal.withInitial(RecordEncoder::new);

    private final Map<Class<?>, Prepared> prepared = new ConcurrentHashMap<>();
    private @Nullable SchemaRegistry registry;
    private boolean autoRegister = true;

    /// For Kafka, which then calls [#configure] with the client's properties; see [RegistrySettings] for their names.
    public AvroSerializer() {}

    public AvroSerializer(SchemaRegistry registry, boolean autoRegister) {
        this.registry = registry;
        this.autoRegister = autoRegister;
    }

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        if (isKey) {
            throw new IllegalArgumentException("Keys are UTF-8 text here: use StringSerializer for the key.");
        }
        if (registry == null) {
            RegistrySettings settings = RegistrySettings.from(properties);
            registry = SchemaRegistry.open(settings);
            autoRegister = settings.autoRegister();
        }
    }

    /// @throws MalformedRecordException when the record does not fit its own schema: a value is missing or out of range
    /// @throws RegistryUnavailableException when the registry does not answer
    /// @throws RegistryRefusedException when it refuses the schema
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T record) {
        if (record == null) {
            return null;
        }
        Prepared with = prepared.computeIfAbsent(record.getClass(), ignored -> Prepared.of(record));
        int id = schemaId(topic, with);
        RecordEncoder encoder = OF_THREAD.get();
        encoder.begin(WireFormat.HEADER_BYTES);
        try {
            with.writer().write(record, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new MalformedRecordException(
                    "A " + with.published().getName() + " for topic " + topic + " cannot be written: " + e.getMessage(),
                    e);
        }
        byte[] bytes = encoder.toByteArray();
        WireFormat.writeHeader(bytes, id);
        return bytes;
    }

    /// The id that the registry gave once: it never changes, and asking costs more than writing some fields.
    private int schemaId(String topic, Prepared with) {
        Integer known = with.ids().get(topic);
        if (known != null) {
            return known;
        }
        SchemaRegistry open = Objects.requireNonNull(registry, "configure() was not called");
        String subject = topic + "-value";
        int id = autoRegister ? open.register(subject, with.published()) : open.lookUp(subject, with.published());
        with.ids().put(topic, id);
        return id;
    }

    /// What a class of records is written with; finding it takes longer than writing.
    ///
    /// @param published the schema as the registry gets it
    /// @param ids the schema's id by topic
    private record Prepared(Schema published, DatumWriter<SpecificRecord> writer, Map<String, Integer> ids) {
        static Prepared of(SpecificRecord record) {
            Schema schema = record.getSchema();
            return new Prepared(CleanSchema.of(schema), writer(record, schema), new ConcurrentHashMap<>());
        }

        @SuppressWarnings("unchecked") // records of a class are written by the writer for this class
        private static DatumWriter<SpecificRecord> writer(SpecificRecord record, Schema schema) {
            DatumWriter<?> writer = record instanceof Prediction
                    ? new PredictionWriter()
                    : new SpecificDatumWriter<SpecificRecord>(schema, SpecificData.getForSchema(schema));
            return (DatumWriter<SpecificRecord>) writer;
        }
    }
}
