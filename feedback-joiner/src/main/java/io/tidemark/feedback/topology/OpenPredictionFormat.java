package io.tidemark.feedback.topology;

import io.tidemark.event.Task;
import io.tidemark.feedback.join.OpenPrediction;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An open prediction as bytes, part of a request's state.
final class OpenPredictionFormat {
    private static final int MISSING = 0;
    private static final int BOOLEAN = 1;
    private static final int LONG = 2;
    private static final int DOUBLE = 3;
    private static final int TEXT = 4;

    private OpenPredictionFormat() {}

    /// @param ofClasses whether the probabilities of several classes are written, too
    static void write(OpenPrediction prediction, boolean ofClasses, DataOutputStream out) throws IOException {
        StateBytes.writeText(prediction.requestId(), out);
        StateBytes.writeText(prediction.model(), out);
        out.writeInt(prediction.version());
        StateBytes.writeText(prediction.sha256(), out);
        StateBytes.writeText(prediction.variant(), out);
        StateBytes.writeText(prediction.task().name(), out);
        StateBytes.writeText(prediction.entityId(), out);
        out.writeLong(prediction.eventTime().toEpochMilli());
        out.writeDouble(prediction.value());
        StateBytes.writeText(prediction.predictedClass(), out);
        if (ofClasses) {
            out.writeInt(prediction.probabilities().size());
            for (Map.Entry<String, Double> ofClass : prediction.probabilities().entrySet()) {
                StateBytes.writeText(ofClass.getKey(), out);
                out.writeDouble(ofClass.getValue());
            }
        }
        out.writeInt(prediction.features().size());
        for (Map.Entry<String, @Nullable Object> feature : prediction.features().entrySet()) {
            StateBytes.writeText(feature.getKey(), out);
            writeValue(feature.getValue(), out);
        }
    }

    static OpenPrediction read(DataInputStream in, boolean ofClasses) throws IOException {
        return new OpenPrediction(
                StateBytes.readText(in),
                StateBytes.readText(in),
                in.readInt(),
                StateBytes.readText(in),
                StateBytes.readText(in),
                Task.valueOf(StateBytes.readText(in)),
                StateBytes.readNullableText(in),
                Instant.ofEpochMilli(in.readLong()),
                in.readDouble(),
                StateBytes.readNullableText(in),
                ofClasses ? readProbabilities(in) : Map.of(),
                readFeatures(in));
    }

    private static Map<String, Double> readProbabilities(DataInputStream in) throws IOException {
        Map<String, Double> probabilities = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            probabilities.put(StateBytes.readText(in), in.readDouble());
        }
        return probabilities;
    }

    private static Map<String, @Nullable Object> readFeatures(DataInputStream in) throws IOException {
        Map<String, @Nullable Object> features = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            features.put(StateBytes.readText(in), readValue(in));
        }
        return features;
    }

    private static void writeValue(@Nullable Object value, DataOutputStream out) throws IOException {
        if (value == null) {
            out.writeByte(MISSING);
        } else if (value instanceof Boolean truth) {
            out.writeByte(BOOLEAN);
            out.writeBoolean(truth);
        } else if (value instanceof Long whole) {
            out.writeByte(LONG);
            out.writeLong(whole);
        } else if (value instanceof Double number) {
            out.writeByte(DOUBLE);
            out.writeDouble(number);
        } else {
            out.writeByte(TEXT);
            StateBytes.writeText(value.toString(), out);
        }
    }

    private static @Nullable Object readValue(DataInputStream in) throws IOException {
        int type = in.readByte();
        return switch (type) {
            case MISSING -> null;
            case BOOLEAN -> in.readBoolean();
            case LONG -> in.readLong();
            case DOUBLE -> in.readDouble();
            case TEXT -> StateBytes.readText(in);
            default ->
                throw new IllegalStateException(
                        "Found a feature of type " + type + ", expected " + MISSING + " to " + TEXT + ".");
        };
    }
}
