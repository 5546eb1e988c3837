package io.confluent.kafka.serializers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Stands for Confluent's deserializer: it gives the class that the writer's schema names.
public final class KafkaAvroDeserializer implements Deserializer<Object> {
    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        RegistryDouble.requireConfigured(properties);
        if (!Boolean.TRUE.equals(properties.get("specific.avro.reader"))) {
            throw new IllegalArgumentException("This stand-in reads generated classes only.");
        }
    }

    @Override
    public @Nullable Object deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(data);
        if (buffer.get() != 0) {
            throw new SerializationException("Unknown magic byte!");
        }
        int id = buffer.getInt();
        Schema writer = RegistryDouble.schema(id);
        try {
            Schema reader = SpecificData.get().getSchema(SpecificData.get().getClass(writer));
            return new SpecificDatumReader<>(writer, reader)
                    .read(null, DecoderFactory.get().binaryDecoder(data, 5, buffer.remaining(), null));
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("Error deserializing Avro message for id " + id, e);
        }
    }
}
