package io.tidemark.wire;

import io.tidemark.event.TrustedRecords;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/// Confluent's own `kafka-avro-serializer`, found by name: it is not on Maven Central, so nothing here compiles against
/// it. The Maven profile `confluent` puts it on the class path. Its faults are translated into those of this package.
final class ConfluentSerdes implements SerdeProvider {
    static final String SERIALIZER = "io.confluent.kafka.serializers.KafkaAvroSerializer";
    static final String DESERIALIZER = "io.confluent.kafka.serializers.KafkaAvroDeserializer";

    /// What the registry's REST interface says of an id that it does not know.
    private static final String SCHEMA_NOT_FOUND = "40403";

    /// Confluent's client ends each message so; the code begins with the HTTP status.
    private static final Pattern ERROR_CODE = Pattern.compile("error code: (\\d+)");

    private final Map<String, Object> properties;

    ConfluentSerdes(Map<String, ?> properties) {
        TrustedRecords.trust();
        this.properties = new HashMap<>(properties);
        this.properties.put("specific.avro.reader", true);
        this.properties.put("avro.remove.java.properties", true);
        make(SERIALIZER, Serializer.class);
    }

    @Override
    @SuppressWarnings("unchecked") // Confluent's classes are declared for Object and give the class that was written
    public <T extends SpecificRecord> Serde<T> valueSerde(Class<T> type) {
        Serializer<T> serializer = (Serializer<T>) make(SERIALIZER, Serializer.class);
        Deserializer<Object> deserializer = (Deserializer<Object>) make(DESERIALIZER, Deserializer.class);
        serializer.configure(properties, false);
        deserializer.configure(properties, false);
        return Serdes.serdeFrom(
                (topic, record) -> {
                    try {
                        return serializer.serialize(topic, record);
                    } catch (KafkaException e) {
                        throw translated(e);
                    }
                },
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    WireFormat.schemaId(bytes);
                    return requireType(type, topic, read(deserializer, topic, bytes));
                });
    }

    private static Object read(Deserializer<Object> deserializer, String topic, byte[] bytes) {
        try {
            return deserializer.deserialize(topic, bytes);
        } catch (KafkaException e) {
            throw translated(e);
        }
    }

    private static <T> T requireType(Class<T> type, String topic, Object record) {
        if (!type.isInstance(record)) {
            throw new MalformedRecordException("Found a " + record.getClass().getName() + " on topic " + topic
                    + ", expected a " + type.getName() + ".");
        }
        return type.cast(record);
    }

    /// Tells by the first telling cause whether the registry did not answer, refused, or answered and the bytes are at
    /// fault.
    private static RuntimeException translated(KafkaException fault) {
        if (fault instanceof RetriableException) {
            return new RegistryUnavailableException("The schema registry did not answer: " + fault.getMessage(), fault);
        }
        if (fault instanceof InvalidConfigurationException) {
            return new RegistryRefusedException("The schema registry refused: " + fault.getMessage(), fault);
        }
        for (Throwable cause = fault.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getClass().getSimpleName().equals("RestClientException")) {
                return answered(String.valueOf(cause.getMessage()), fault);
            }
            if (cause instanceof IOException && !isAboutBytes(cause)) {
                return new RegistryUnavailableException(
                        "The schema registry did not answer: " + cause.getMessage(), fault);
            }
        }
        return new MalformedRecordException(String.valueOf(fault.getMessage()), fault);
    }

    private static RuntimeException answered(String message, KafkaException fault) {
        Matcher matcher = ERROR_CODE.matcher(message);
        String code = matcher.find() ? matcher.group(1) : "";
        if (code.equals(SCHEMA_NOT_FOUND)) {
            return new UnknownSchemaException(message, fault);
        }
        boolean refused = code.startsWith("4") && !code.startsWith("408") && !code.startsWith("429");
        return refused
                ? new RegistryRefusedException("The schema registry refused: " + message, fault)
                : new RegistryUnavailableException("The schema registry failed: " + message, fault);
    }

    /// Avro reports bytes that it cannot read as input faults too.
    private static boolean isAboutBytes(Throwable cause) {
        return cause instanceof EOFException || cause.getClass().getName().startsWith("org.apache.avro.");
    }

    private static <S> S make(String name, Class<S> as) {
        try {
            return as.cast(Class.forName(name).getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "Found " + SerdeProvider.PROPERTY + " = confluent without " + name
                            + " on the class path: build with -Pconfluent, or set " + SerdeProvider.PROPERTY
                            + " = tidemark (the bytes are the same).",
                    e);
        }
    }
}
