package io.tidemark.schema;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;

/// Visits each named type of a schema once: records, enums and fixed types, outer before inner.
final class SchemaWalk {
    private final Set<String> seen = new HashSet<>();
    private final Consumer<Schema> visitor;

    private SchemaWalk(Consumer<Schema> visitor) {
        this.visitor = visitor;
    }

    static void over(Schema schema, Consumer<Schema> visitor) {
        new SchemaWalk(visitor).visit(schema);
    }

    private void visit(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    visitor.accept(schema);
                    schema.getFields().forEach(field -> visit(field.schema()));
                }
            }
            case ENUM, FIXED -> {
                if (seen.add(schema.getFullName())) {
                    visitor.accept(schema);
                }
            }
            case UNION -> schema.getTypes().forEach(this::visit);
            case ARRAY -> visit(schema.getElementType());
            case MAP -> visit(schema.getValueType());
            case BOOLEAN, BYTES, DOUBLE, FLOAT, INT, LONG, NULL, STRING -> {
                // Has no name and nothing inside.
            }
        }
    }
}
