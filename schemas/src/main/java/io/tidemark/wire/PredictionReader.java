package io.tidemark.wire;

import io.tidemark.event.Contribution;
import io.tidemark.event.Explanation;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionInterval;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.event.Superseded;
import io.tidemark.event.Task;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.jspecify.annotations.Nullable;

/// Reads a prediction field by field, the same record as Avro's own reader: that one asks the schema about each value,
/// and monitors read nothing so often. A round trip of all branches is tested, so that a field that is added to the
/// schema cannot be forgotten here.
final class PredictionReader implements DatumReader<Prediction> {
    private static final String FORM = SchemaNormalization.toParsingForm(Prediction.getClassSchema());
    private static final Task[] TASKS = Prediction.getClassSchema().getField("task").schema().getEnumSymbols().stream()
            .map(Task::valueOf)
            .toArray(Task[]::new);

    private final FieldReader fields = new FieldReader();

    /// Whether records of this schema are laid out as the generated class is.
    static boolean reads(Schema writer) {
        return SchemaNormalization.toParsingForm(writer).equals(FORM);
    }

    @Override
    public void setSchema(Schema schema) {
        if (!reads(schema)) {
            throw new IllegalArgumentException("Found the schema " + schema.getFullName() + ", expected "
                    + Prediction.getClassSchema().getFullName() + " as it was generated.");
        }
    }

    /// @param decoder a [BoundedDecoder]
    @Override
    public Prediction read(@Nullable Prediction reuse, Decoder decoder) throws IOException {
        BoundedDecoder in = (BoundedDecoder) decoder;
        return new Prediction(
                in.readString(),
                fields.text(in),
                in.readInt(),
                fields.text(in),
                fields.text(in),
                fields.text(in),
                TASKS[in.readEnum()],
                fields.isPresent(in, "entity_id") ? in.readString() : null,
                Instant.ofEpochMilli(in.readLong()),
                in.readDouble(),
                fields.isPresent(in, "predicted_class") ? fields.text(in) : null,
                probabilities(in),
                fields.isPresent(in, "interval") ? interval(in) : null,
                fields.features(in),
                fields.isPresent(in, "explanation") ? explanation(in) : null,
                new RequestCoordinates(fields.text(in), in.readInt(), in.readLong()),
                fields.isPresent(in, "supersedes") ? superseded(in) : null);
    }

    private Map<String, Double> probabilities(BoundedDecoder in) throws IOException {
        long count = in.readMapStart();
        Map<String, Double> probabilities = FieldReader.newMap(count);
        for (; count > 0; count = in.mapNext()) {
            for (long i = 0; i < count; i++) {
                probabilities.put(fields.text(in), in.readDouble());
            }
        }
        return probabilities;
    }

    private static PredictionInterval interval(BoundedDecoder in) throws IOException {
        return new PredictionInterval(in.readDouble(), in.readDouble(), in.readDouble());
    }

    private Explanation explanation(BoundedDecoder in) throws IOException {
        double base = in.readDouble();
        List<Contribution> contributions = new ArrayList<>();
        for (long count = in.readArrayStart(); count > 0; count = in.arrayNext()) {
            for (long i = 0; i < count; i++) {
                contributions.add(new Contribution(
                        fields.text(in),
                        in.readDouble(),
                        in.readDouble(),
                        fields.isPresent(in, "category") ? fields.text(in) : null));
            }
        }
        return new Explanation(base, contributions, in.readDouble());
    }

    private Superseded superseded(BoundedDecoder in) throws IOException {
        return new Superseded(
                in.readInt(), fields.text(in), in.readInt(), in.readLong(), in.readDouble(), fields.text(in));
    }
}
