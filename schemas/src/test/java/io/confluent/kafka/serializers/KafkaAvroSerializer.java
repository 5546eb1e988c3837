package io.confluent.kafka.serializers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Stands for Confluent's serializer.
public final class KafkaAvroSerializer implements Serializer<Object> {
    private boolean removeJavaProperties;

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        RegistryDouble.requireConfigured(properties);
        removeJavaProperties = Boolean.TRUE.equals(properties.get("avro.remove.java.properties"));
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Object data) {
        if (data == null) {
            return null;
        }
        SpecificRecord record = (SpecificRecord) data;
        int id = RegistryDouble.register(published(record.getSchema()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("Error serializing Avro message", e);
        }
        return out.toByteArray();
    }

    private Schema published(Schema schema) {
        return removeJavaProperties
                ? new Schema.Parser()
                        .parse(schema.toString()
                                .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\""))
                : schema;
    }
}
