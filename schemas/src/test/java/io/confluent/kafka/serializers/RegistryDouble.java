package io.confluent.kafka.serializers;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;

/// The registry behind the stand-ins, for the whole JVM, with a fault that a test may set.
public final class RegistryDouble {
    /// What the registry does to each call.
    public enum Fault {
        NONE,
        DOWN,
        SLOW,
        SERVER_ERROR,
        UNAUTHORIZED,
        INVALID_SCHEMA
    }

    private static final List<Schema> SCHEMAS = new ArrayList<>();
    private static Fault fault = Fault.NONE;

    private RegistryDouble() {}

    public static synchronized void set(Fault next) {
        fault = next;
    }

    static synchronized int register(Schema schema) {
        return call("Error registering Avro schema", () -> {
            if (!SCHEMAS.contains(schema)) {
                SCHEMAS.add(schema);
            }
            return SCHEMAS.indexOf(schema) + 1;
        });
    }

    static synchronized Schema schema(int id) {
        return call("Error retrieving Avro value schema for id " + id, () -> {
            if (id < 1 || id > SCHEMAS.size()) {
                throw new RestClientException("Schema " + id + " not found", 40403);
            }
            return SCHEMAS.get(id - 1);
        });
    }

    /// Wraps faults as `AbstractKafkaSchemaSerDe` does: error codes of three digits that begin with 4 are a matter of
    /// configuration, interrupted input is a timeout, everything else is wrapped.
    private static <T> T call(String message, Call<T> call) {
        try {
            fail();
            return call.run();
        } catch (InterruptedIOException e) {
            throw new TimeoutException(message, e);
        } catch (IOException e) {
            throw new SerializationException(message, e);
        } catch (RestClientException e) {
            throw wrapped(message, e);
        }
    }

    private static KafkaException wrapped(String message, RestClientException e) {
        return e.getErrorCode() / 100 == 4
                ? new InvalidConfigurationException(e.getMessage())
                : new SerializationException(message, e);
    }

    private static void fail() throws IOException, RestClientException {
        switch (fault) {
            case NONE -> {
                // Answers.
            }
            case DOWN -> throw new ConnectException("Connection refused");
            case SLOW -> throw new InterruptedIOException("Read timed out");
            case SERVER_ERROR -> throw new RestClientException("Error in the backend data store", 50001);
            case UNAUTHORIZED -> throw new RestClientException("Unauthorized", 401);
            case INVALID_SCHEMA -> throw new RestClientException("Invalid schema", 42201);
        }
    }

    /// Fails as Confluent's do when nobody configured them.
    static void requireConfigured(Map<String, ?> properties) {
        Objects.requireNonNull(properties.get("schema.registry.url"), "schema.registry.url");
    }

    private interface Call<T> {
        T run() throws IOException, RestClientException;
    }
}
