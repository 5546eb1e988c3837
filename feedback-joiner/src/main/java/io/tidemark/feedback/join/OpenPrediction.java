package io.tidemark.feedback.join;

import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import io.tidemark.event.Task;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A prediction that waits for its label: what its outcome will say of it.
///
/// @param sha256 SHA-256 of the version's bundle
/// @param entityId null: it has none
/// @param value a number, or the probability of class 1
/// @param predictedClass null: the task has none
/// @param probabilities multiclass: one for each class, by name; else empty
/// @param features raw values as they were scored: Boolean, Long, Double or String; null is missing
public record OpenPrediction(
        String requestId,
        String model,
        int version,
        String sha256,
        String variant,
        Task task,
        @Nullable String entityId,
        Instant eventTime,
        double value,
        @Nullable String predictedClass,
        Map<String, Double> probabilities,
        Map<String, @Nullable Object> features) {
    public OpenPrediction {
        probabilities = Map.copyOf(probabilities);
        features = Collections.unmodifiableMap(new HashMap<>(features));
    }

    /// The part of a prediction that is needed.
    public static OpenPrediction of(Prediction prediction) {
        return new OpenPrediction(
                prediction.getRequestId(),
                prediction.getModel(),
                prediction.getVersion(),
                prediction.getBundleSha256(),
                prediction.getVariant(),
                prediction.getTask(),
                prediction.getEntityId(),
                prediction.getEventTime(),
                prediction.getValue(),
                prediction.getPredictedClass(),
                prediction.getTask() == Task.MULTICLASS ? prediction.getProbabilities() : Map.of(),
                prediction.getFeatures());
    }

    /// What an outcome says of its prediction.
    public static OpenPrediction of(Outcome outcome) {
        return new OpenPrediction(
                outcome.getRequestId(),
                outcome.getModel(),
                outcome.getVersion(),
                outcome.getBundleSha256(),
                outcome.getVariant(),
                outcome.getTask(),
                outcome.getEntityId(),
                outcome.getEventTime(),
                outcome.getPredicted(),
                outcome.getPredictedClass(),
                outcome.getProbabilities(),
                outcome.getFeatures());
    }

    /// Its outcome, without label.
    Outcome.Builder toOutcome(OutcomeStatus status) {
        return Outcome.newBuilder()
                .setRequestId(requestId)
                .setModel(model)
                .setVersion(version)
                .setBundleSha256(sha256)
                .setVariant(variant)
                .setTask(task)
                .setStatus(status)
                .setEntityId(entityId)
                .setEventTime(eventTime)
                .setPredicted(value)
                .setPredictedClass(predictedClass)
                .setProbabilities(new HashMap<>(probabilities))
                .setFeatures(new HashMap<>(features));
    }
}
