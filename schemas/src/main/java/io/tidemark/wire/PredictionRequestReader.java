package io.tidemark.wire;

import io.tidemark.event.PredictionRequest;
import java.io.IOException;
import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.jspecify.annotations.Nullable;

/// Reads a request field by field, the same record as Avro's own reader: that one asks two schemas about each value,
/// and a scorer reads nothing so often. For requests that were written with the generated schema; a round trip of all
/// branches is tested, so that a field that is added to the schema cannot be forgotten here.
final class PredictionRequestReader implements DatumReader<PredictionRequest> {
    private static final String FORM = SchemaNormalization.toParsingForm(PredictionRequest.getClassSchema());

    private final FieldReader fields = new FieldReader();

    /// Whether records of this schema are laid out as the generated class is: docs, defaults and properties do not
    /// count.
    static boolean reads(Schema writer) {
        return SchemaNormalization.toParsingForm(writer).equals(FORM);
    }

    @Override
    public void setSchema(Schema schema) {
        if (!reads(schema)) {
            throw new IllegalArgumentException("Found the schema " + schema.getFullName() + ", expected "
                    + PredictionRequest.getClassSchema().getFullName() + " as it was generated.");
        }
    }

    /// @param decoder a [BoundedDecoder]
    @Override
    public PredictionRequest read(@Nullable PredictionRequest reuse, Decoder decoder) throws IOException {
        BoundedDecoder in = (BoundedDecoder) decoder;
        return new PredictionRequest(
                in.readString(),
                fields.text(in),
                fields.isPresent(in, "entity_id") ? in.readString() : null,
                Instant.ofEpochMilli(in.readLong()),
                fields.features(in),
                in.readBoolean());
    }
}
