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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.jspecify.annotations.Nullable;

/// Reads a prediction field by field, the same record as Avro's own reader: that one asks the schema about each value,
/// and monitors read nothing so often. Texts that come again and again, such as the names of features, are the same
/// strings ([TextPool]). A round trip of all branches is tested, so that a field that is added to the schema cannot be
/// forgotten here.
final class PredictionReader implements DatumReader<Prediction> {
    private static final int NULL = 0;
    private static final int PRESENT = 1;
    private static final int BOOLEAN = 1;
    private static final int LONG = 2;
    private static final int DOUBLE = 3;
    private static final int STRING = 4;

    private static final String FORM = SchemaNormalization.toParsingForm(Prediction.getClassSchema());
    private static final Task[] TASKS = Prediction.getClassSchema().getField("task").schema().getEnumSymbols().stream()
            .map(Task::valueOf)
            .toArray(Task[]::new);

    /// Larger maps grow while they are read: a count is not to be trusted.
    private static final int MOST_EXPECTED = 256;

    private final TextPool texts = new TextPool();

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
                in.readPooled(texts),
                in.readInt(),
                in.readPooled(texts),
                in.readPooled(texts),
                in.readPooled(texts),
                TASKS[in.readEnum()],
                isPresent(in) ? in.readString() : null,
                Instant.ofEpochMilli(in.readLong()),
                in.readDouble(),
                isPresent(in) ? in.readPooled(texts) : null,
                probabilities(in),
                isPresent(in) ? interval(in) : null,
                features(in),
                isPresent(in) ? explanation(in) : null,
                new RequestCoordinates(in.readPooled(texts), in.readInt(), in.readLong()),
                isPresent(in) ? superseded(in) : null);
    }

    private static boolean isPresent(BoundedDecoder in) throws IOException {
        int branch = in.readIndex();
        if (branch != NULL && branch != PRESENT) {
            throw unknownBranch(branch);
        }
        return branch == PRESENT;
    }

    private Map<String, Double> probabilities(BoundedDecoder in) throws IOException {
        long count = in.readMapStart();
        Map<String, Double> probabilities = newMap(count);
        for (; count > 0; count = in.mapNext()) {
            for (long i = 0; i < count; i++) {
                probabilities.put(in.readPooled(texts), in.readDouble());
            }
        }
        return probabilities;
    }

    private static PredictionInterval interval(BoundedDecoder in) throws IOException {
        return new PredictionInterval(in.readDouble(), in.readDouble(), in.readDouble());
    }

    private Map<String, Object> features(BoundedDecoder in) throws IOException {
        long count = in.readMapStart();
        Map<String, @Nullable Object> features = newMap(count);
        for (; count > 0; count = in.mapNext()) {
            for (long i = 0; i < count; i++) {
                features.put(in.readPooled(texts), value(in));
            }
        }
        return features;
    }

    private @Nullable Object value(BoundedDecoder in) throws IOException {
        int branch = in.readIndex();
        return switch (branch) {
            case NULL -> null;
            case BOOLEAN -> in.readBoolean();
            case LONG -> in.readLong();
            case DOUBLE -> in.readDouble();
            case STRING -> in.readPooled(texts);
            default -> throw unknownBranch(branch);
        };
    }

    private Explanation explanation(BoundedDecoder in) throws IOException {
        double base = in.readDouble();
        List<Contribution> contributions = new ArrayList<>();
        for (long count = in.readArrayStart(); count > 0; count = in.arrayNext()) {
            for (long i = 0; i < count; i++) {
                contributions.add(new Contribution(
                        in.readPooled(texts),
                        in.readDouble(),
                        in.readDouble(),
                        isPresent(in) ? in.readPooled(texts) : null));
            }
        }
        return new Explanation(base, contributions, in.readDouble());
    }

    private Superseded superseded(BoundedDecoder in) throws IOException {
        return new Superseded(
                in.readInt(), in.readPooled(texts), in.readInt(), in.readLong(), in.readDouble(), in.readPooled(texts));
    }

    private static <V extends @Nullable Object> Map<String, V> newMap(long count) {
        return new HashMap<>((int) Math.min(count, MOST_EXPECTED) * 4 / 3 + 1);
    }

    private static AvroTypeException unknownBranch(int branch) {
        return new AvroTypeException("Found branch " + branch + " of a union that has no such branch.");
    }
}
