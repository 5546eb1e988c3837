package io.tidemark.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the schemas promise to readers in any language.
class SchemaStyleTest {
    private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

    static List<Schema> schemas() {
        return RecordSchemas.files().map(RecordSchemas::parse).toList();
    }

    @Test
    void eachPublishedSchemaIsTheValueOfATopic() {
        assertThat(schemas().stream().map(Schema::getName).sorted())
                .hasSize(16)
                .containsExactlyElementsOf(RecordSchemas.classes().stream()
                        .map(Class::getSimpleName)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void eachFieldAndTypeIsDocumentedInSentences(Schema schema) {
        List<Named> named = named(schema);
        assertThat(named)
                .isNotEmpty()
                .allSatisfy(item ->
                        assertThat(item.doc()).as(item.path()).isNotBlank().endsWith("."));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void fieldNamesAreSnakeCase(Schema schema) {
        assertThat(named(schema))
                .filteredOn(Named::isField)
                .isNotEmpty()
                .allSatisfy(item -> assertThat(item.name()).as(item.path()).matches(SNAKE_CASE));
    }

    /// A reader that does not know a later symbol then reads the default instead of failing.
    @ParameterizedTest
    @MethodSource("schemas")
    void eachEnumHasADefaultForSymbolsToCome(Schema schema) {
        assertThat(enums(schema))
                .allSatisfy(type ->
                        assertThat(type.getEnumDefault()).as(type.getFullName()).isNotNull());
    }

    @Test
    void anEnumAmongTheSchemasIsFound() {
        assertThat(schemas().stream().mapToInt(schema -> enums(schema).size()).sum())
                .isGreaterThan(5);
    }

    private static List<Named> named(Schema schema) {
        List<Named> found = new ArrayList<>();
        SchemaWalk.over(schema, type -> {
            found.add(new Named(type.getFullName(), type.getName(), String.valueOf(type.getDoc()), false));
            if (type.getType() == Schema.Type.RECORD) {
                type.getFields()
                        .forEach(field -> found.add(new Named(
                                type.getFullName() + "." + field.name(),
                                field.name(),
                                field.doc() == null ? "" : field.doc(),
                                true)));
            }
        });
        return found;
    }

    private static List<Schema> enums(Schema schema) {
        List<Schema> found = new ArrayList<>();
        SchemaWalk.over(schema, type -> {
            if (type.getType() == Schema.Type.ENUM) {
                found.add(type);
            }
        });
        return found;
    }

    private record Named(String path, String name, String doc, boolean isField) {}
}
