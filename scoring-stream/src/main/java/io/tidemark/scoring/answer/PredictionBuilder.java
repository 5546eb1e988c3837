package io.tidemark.scoring.answer;

import io.tidemark.event.Explanation;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionInterval;
import io.tidemark.event.PredictionRequest;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.event.Task;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.stats.metric.BinaryAccumulator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the answer to a request. Everything in it follows from the request and the activation: a replay writes the
/// same.
final class PredictionBuilder {
    private PredictionBuilder() {}

    /// Sets each field: a default costs a look-up under a lock and a copy.
    ///
    /// @param explanation null: there is none
    static Prediction answer(
            PredictionRequest request,
            RequestCoordinates source,
            Answerer answerer,
            double score,
            @Nullable Explanation explanation) {
        BundleDescriptor descriptor = answerer.model().bundle().descriptor();
        Prediction.Builder prediction = Prediction.newBuilder()
                .setRequestId(request.getRequestId())
                .setModel(request.getModel())
                .setVersion(answerer.model().version())
                .setBundleSha256(answerer.model().sha256())
                .setVariant(answerer.variant())
                .setActivationId(answerer.activationId())
                .setEntityId(request.getEntityId())
                .setEventTime(request.getEventTime())
                .setValue(score)
                .setFeatures(request.getFeatures())
                .setExplanation(explanation)
                .setSource(source);
        return switch (descriptor.task()) {
            case REGRESSION ->
                prediction
                        .setTask(Task.REGRESSION)
                        .setPredictedClass(null)
                        .setProbabilities(Map.of())
                        .setInterval(interval(descriptor, score))
                        .build();
            case BINARY -> binary(prediction, descriptor, score).build();
            case MULTICLASS -> multiclass(prediction, descriptor, answerer).build();
        };
    }

    private static @Nullable PredictionInterval interval(BundleDescriptor descriptor, double score) {
        return descriptor
                .intervals()
                .map(intervals -> {
                    double halfWidth = intervals.halfWidth(score);
                    return new PredictionInterval(score - halfWidth, score + halfWidth, intervals.coverage());
                })
                .orElse(null);
    }

    /// The most probable class; the value is its probability.
    private static Prediction.Builder multiclass(
            Prediction.Builder prediction, BundleDescriptor descriptor, Answerer answerer) {
        List<String> classes = descriptor.classes();
        Map<String, Double> probabilities = new LinkedHashMap<>();
        for (int code = 0; code < classes.size(); code++) {
            probabilities.put(classes.get(code), answerer.probabilities()[code]);
        }
        return prediction
                .setTask(Task.MULTICLASS)
                .setProbabilities(probabilities)
                .setPredictedClass(classes.get(answerer.predictedClass()));
    }

    private static Prediction.Builder binary(
            Prediction.Builder prediction, BundleDescriptor descriptor, double probability) {
        List<String> classes = descriptor.classes();
        Map<String, Double> probabilities = new LinkedHashMap<>();
        probabilities.put(classes.get(0), 1 - probability);
        probabilities.put(classes.get(1), probability);
        boolean positive = probability >= descriptor.threshold().orElse(BinaryAccumulator.USUAL_THRESHOLD);
        return prediction
                .setTask(Task.BINARY)
                .setProbabilities(probabilities)
                .setPredictedClass(classes.get(positive ? 1 : 0))
                .setInterval(null);
    }
}
