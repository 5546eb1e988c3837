package io.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schema.RecordSchemas;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CleanSchemaTest {
    static Stream<Class<? extends SpecificRecord>> records() {
        return RecordSchemas.classes().stream();
    }

    /// Text against text: docs, defaults and properties count too, for a registry may tell schemas apart by them.
    @ParameterizedTest
    @MethodSource("records")
    void theSchemaOfAGeneratedClassBecomesThePublishedOne(Class<? extends SpecificRecord> type) {
        Schema generated = RecordSchemas.generated(type);
        assertThat(generated.toString()).contains("avro.java.string");

        assertThat(CleanSchema.of(generated).toString())
                .isEqualTo(RecordSchemas.published(type.getSimpleName()).toString());
    }

    @Test
    void whatIsNotJavasStays() {
        String clean = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"t\",\"type\":"
                + "{\"type\":\"string\",\"logicalType\":\"uuid\"}},{\"name\":\"type\",\"type\":[\"null\",\"string\"],"
                + "\"default\":null},{\"name\":\"m\",\"type\":{\"type\":\"map\",\"values\":\"string\"}}]}";
        String generated = clean.replace("\"string\"", "{\"type\":\"string\",\"avro.java.string\":\"String\"}")
                .replace(
                        "{\"type\":{\"type\":\"string\",\"avro.java.string\":\"String\"},\"logicalType\":\"uuid\"}",
                        "{\"type\":\"string\",\"avro.java.string\":\"String\",\"logicalType\":\"uuid\"}");

        assertThat(CleanSchema.of(new Schema.Parser().parse(generated)).toString())
                .isEqualTo(new Schema.Parser().parse(clean).toString());
    }
}
