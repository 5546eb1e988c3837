package io.tidemark.schema;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/// Whether two versions of a schema can read each other's records: the rule FULL of the registries.
final class Compatibility {
    private Compatibility() {}

    /// What stands in the way, in words; empty when both read each other.
    static List<String> violations(Schema earlier, Schema later) {
        List<String> violations = new ArrayList<>();
        violations.addAll(unreadable(later, earlier, "the later schema cannot read records of the earlier one"));
        violations.addAll(unreadable(earlier, later, "the earlier schema cannot read records of the later one"));
        return violations;
    }

    private static List<String> unreadable(Schema reader, Schema writer, String consequence) {
        SchemaPairCompatibility pair = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        return pair.getResult().getIncompatibilities().stream()
                .map(found -> describe(found.getType()) + " at " + found.getLocation() + " (" + found.getMessage()
                        + "): " + consequence)
                .toList();
    }

    private static String describe(SchemaIncompatibilityType type) {
        return switch (type) {
            case NAME_MISMATCH -> "another name";
            case FIXED_SIZE_MISMATCH -> "another size";
            case MISSING_ENUM_SYMBOLS -> "missing enum symbols without an enum default";
            case READER_FIELD_MISSING_DEFAULT_VALUE -> "a field without a default";
            case TYPE_MISMATCH -> "another type";
            case MISSING_UNION_BRANCH -> "a missing union branch";
        };
    }
}
