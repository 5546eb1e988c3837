package io.tidemark.wire;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/// The schema of a generated class as the registry holds it.
public final class PublishedSchema {
    private PublishedSchema() {}

    /// The schema without what only Java needs.
    public static Schema of(Class<? extends SpecificRecord> type) {
        return CleanSchema.of(SpecificData.getForClass(type).getSchema(type));
    }
}
