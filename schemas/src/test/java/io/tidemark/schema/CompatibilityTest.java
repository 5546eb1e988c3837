package io.tidemark.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The checker itself, with pairs whose answer is known.
class CompatibilityTest {
    private static final String BASE = "{'name': 'a', 'type': 'int'}";

    @Test
    void aFieldWithADefaultMayBeAddedAndRemoved() {
        Schema without = record(BASE);
        Schema with = record(BASE + ", {'name': 'b', 'type': ['null', 'string'], 'default': null}");

        assertThat(Compatibility.violations(without, with)).isEmpty();
        assertThat(Compatibility.violations(with, without)).isEmpty();
    }

    @Test
    void aSymbolMayBeAddedToAnEnumWithADefault() {
        Schema two =
                record("{'name': 'e', 'type': {'type': 'enum', 'name': 'E', 'symbols': ['X', 'Y'], 'default': 'X'}}");
        Schema three = record(
                "{'name': 'e', 'type': {'type': 'enum', 'name': 'E', 'symbols': ['X', 'Y', 'Z'], 'default': 'X'}}");

        assertThat(Compatibility.violations(two, three)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'name': 'a', 'type': 'int'}, {'name': 'b', 'type': 'string'} | a field without a default | later schema cannot read
            {'name': 'b', 'type': 'int', 'default': 0}                    | a field without a default | earlier schema cannot read
            {'name': 'a', 'type': 'long'}                                 | another type              | earlier schema cannot read
            {'name': 'a', 'type': 'string'}                               | another type              | later schema cannot read
            {'name': 'a', 'type': ['int', 'null']}                        | another type              | earlier schema cannot read
            """)
    void incompatibleChangesAreNamedWithTheirConsequence(String fields, String what, String consequence) {
        assertThat(Compatibility.violations(record(BASE), record(fields)))
                .anySatisfy(violation -> assertThat(violation).startsWith(what).contains(consequence));
    }

    @Test
    void aBranchMayNotBeAddedToAUnion() {
        Schema two = record("{'name': 'u', 'type': ['null', 'int']}");
        Schema three = record("{'name': 'u', 'type': ['null', 'int', 'string']}");

        assertThat(Compatibility.violations(two, three))
                .singleElement()
                .asString()
                .startsWith("a missing union branch at /fields/0/type/2")
                .endsWith("the earlier schema cannot read records of the later one");
    }

    private static Schema record(String fields) {
        return new Schema.Parser()
                .parse(("{'type': 'record', 'name': 'R', 'fields': [" + fields + "]}").replace('\'', '"'));
    }
}
