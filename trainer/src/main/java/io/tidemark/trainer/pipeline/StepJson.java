package io.tidemark.trainer.pipeline;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The JSON that results of steps are kept as: what is read equals what was written, to the last bit of a number.
final class StepJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addMixIn(CandidateEnd.class, NamedEnd.class)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            // Derived values stand beside the fields, for people.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StepJson() {}

    static void write(Path file, Object value) throws IOException {
        Files.writeString(file, MAPPER.writeValueAsString(value) + "\n");
    }

    static <T> T read(Path file, TypeReference<T> type) throws IOException {
        T value = MAPPER.readValue(file.toFile(), type);
        if (value == null) {
            throw new IOException("Found null in " + file + ", expected a value.");
        }
        return value;
    }

    /// Ends by their names.
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "end")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = CandidateEnd.Complete.class, name = "completed"),
        @JsonSubTypes.Type(value = CandidateEnd.Stopped.class, name = "stopped"),
        @JsonSubTypes.Type(value = CandidateEnd.Failed.class, name = "failed")
    })
    private interface NamedEnd {}
}
