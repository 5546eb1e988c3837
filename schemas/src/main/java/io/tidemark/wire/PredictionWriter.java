package io.tidemark.wire;

import io.tidemark.event.Contribution;
import io.tidemark.event.Explanation;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionInterval;
import io.tidemark.event.Superseded;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/// Writes a prediction field by field, the same bytes as Avro's own writer: that one asks the schema about each value,
/// and a scorer writes nothing so often. A test holds the two against each other, so that a field that is added to the
/// schema cannot be forgotten here.
final class PredictionWriter implements DatumWriter<Prediction> {
    private static final int NULL = 0;
    private static final int PRESENT = 1;

    /// Branches of a feature's value.
    private static final int BOOLEAN = 1;

    private static final int LONG = 2;
    private static final int DOUBLE = 3;
    private static final int STRING = 4;

    private static final Schema TASK =
            Prediction.getClassSchema().getField("task").schema();

    @Override
    public void setSchema(Schema schema) {
        if (!schema.equals(Prediction.getClassSchema())) {
            throw new IllegalArgumentException("Found the schema " + schema.getFullName() + ", expected "
                    + Prediction.getClassSchema().getFullName() + " as it was generated.");
        }
    }

    @Override
    public void write(Prediction prediction, Encoder out) throws IOException {
        out.writeString(prediction.getRequestId());
        out.writeString(prediction.getModel());
        out.writeInt(prediction.getVersion());
        out.writeString(prediction.getBundleSha256());
        out.writeString(prediction.getVariant());
        out.writeString(prediction.getActivationId());
        out.writeEnum(TASK.getEnumOrdinal(prediction.getTask().name()));
        writeOptional(prediction.getEntityId(), out);
        out.writeLong(prediction.getEventTime().toEpochMilli());
        out.writeDouble(prediction.getValue());
        writeOptional(prediction.getPredictedClass(), out);
        writeProbabilities(prediction.getProbabilities(), out);
        writeInterval(prediction.getInterval(), out);
        writeFeatures(prediction.getFeatures(), out);
        writeExplanation(prediction.getExplanation(), out);
        out.writeString(prediction.getSource().getTopic());
        out.writeInt(prediction.getSource().getPartition());
        out.writeLong(prediction.getSource().getOffset());
        writeSuperseded(prediction.getSupersedes(), out);
    }

    private static void writeSuperseded(@Nullable Superseded superseded, Encoder out) throws IOException {
        if (superseded == null) {
            out.writeIndex(NULL);
            return;
        }
        out.writeIndex(PRESENT);
        out.writeInt(superseded.getVersion());
        out.writeString(superseded.getBundleSha256());
        out.writeInt(superseded.getPartition());
        out.writeLong(superseded.getOffset());
        out.writeDouble(superseded.getValue());
        out.writeString(superseded.getRepairId());
    }

    private static void writeOptional(@Nullable String text, Encoder out) throws IOException {
        if (text == null) {
            out.writeIndex(NULL);
        } else {
            out.writeIndex(PRESENT);
            out.writeString(text);
        }
    }

    private static void writeProbabilities(Map<String, Double> probabilities, Encoder out) throws IOException {
        out.writeMapStart();
        out.setItemCount(probabilities.size());
        for (Map.Entry<String, Double> probability : probabilities.entrySet()) {
            out.startItem();
            out.writeString(probability.getKey());
            out.writeDouble(probability.getValue());
        }
        out.writeMapEnd();
    }

    private static void writeInterval(@Nullable PredictionInterval interval, Encoder out) throws IOException {
        if (interval == null) {
            out.writeIndex(NULL);
            return;
        }
        out.writeIndex(PRESENT);
        out.writeDouble(interval.getLower());
        out.writeDouble(interval.getUpper());
        out.writeDouble(interval.getCoverage());
    }

    private static void writeFeatures(Map<String, Object> features, Encoder out) throws IOException {
        out.writeMapStart();
        out.setItemCount(features.size());
        for (Map.Entry<String, Object> feature : features.entrySet()) {
            out.startItem();
            out.writeString(feature.getKey());
            writeValue(feature.getKey(), feature.getValue(), out);
        }
        out.writeMapEnd();
    }

    private static void writeValue(String name, @Nullable Object value, Encoder out) throws IOException {
        if (value == null) {
            out.writeIndex(NULL);
        } else if (value instanceof Double number) {
            out.writeIndex(DOUBLE);
            out.writeDouble(number);
        } else if (value instanceof Long number) {
            out.writeIndex(LONG);
            out.writeLong(number);
        } else if (value instanceof Boolean truth) {
            out.writeIndex(BOOLEAN);
            out.writeBoolean(truth);
        } else if (value instanceof CharSequence text) {
            out.writeIndex(STRING);
            out.writeString(text);
        } else {
            throw new AvroTypeException(
                    "Found the value '" + value + "' of " + value.getClass().getName() + " for the feature " + name
                            + ", expected null, a Boolean, Long, Double or String.");
        }
    }

    private static void writeExplanation(@Nullable Explanation explanation, Encoder out) throws IOException {
        if (explanation == null) {
            out.writeIndex(NULL);
            return;
        }
        out.writeIndex(PRESENT);
        out.writeDouble(explanation.getBaseValue());
        List<Contribution> contributions = explanation.getContributions();
        out.writeArrayStart();
        out.setItemCount(contributions.size());
        for (Contribution contribution : contributions) {
            out.startItem();
            out.writeString(contribution.getFeature());
            out.writeDouble(contribution.getValue());
            out.writeDouble(contribution.getContribution());
            writeOptional(contribution.getCategory(), out);
        }
        out.writeArrayEnd();
        out.writeDouble(explanation.getRest());
    }
}
