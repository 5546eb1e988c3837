package io.tidemark.model.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.tidemark.model.bundle.BundleException.Check;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/// JSON as bundles hold it: equal values give equal bytes, unknown keys are faults, types are chosen by fixed names
/// only.
final class BundleJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private BundleJson() {}

    static <T> byte[] write(T value, TypeReference<T> type) {
        try {
            return MAPPER.writerFor(type).writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This value has no JSON form: " + value, e);
        }
    }

    /// An object with one more key, for parts that former formats wrote without it.
    static byte[] withNull(String part, byte[] json, String key) {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode object) {
                return MAPPER.writeValueAsBytes(object.putNull(key));
            }
        } catch (IOException e) {
            throw new BundleException(
                    Check.FORMAT, "The bundle is damaged: part " + part + " cannot be read: " + e.getMessage(), e);
        }
        throw new BundleException(Check.FORMAT, "The bundle is damaged: part " + part + " is no JSON object.");
    }

    static <T> T read(String part, byte[] json, TypeReference<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null || (value instanceof List<?> list && list.stream().anyMatch(Objects::isNull))) {
                throw new BundleException(
                        Check.FORMAT, "The bundle is damaged: found null in part " + part + ", expected a value.");
            }
            return value;
        } catch (IOException | IllegalArgumentException e) {
            throw new BundleException(
                    Check.FORMAT, "The bundle is damaged: part " + part + " cannot be read: " + e.getMessage(), e);
        }
    }
}
