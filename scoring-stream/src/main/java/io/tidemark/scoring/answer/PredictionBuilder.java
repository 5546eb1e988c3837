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

    /// @param explanation null: there is none
    static Prediction answer(
            PredictionRequest request,
            RequestCoordinates source,
            Answerer answerer,
            double score,
            @Nullable Explanation explanation) {
        BundleDescriptor descriptor = answerer.model().bundle().descriptor();
        Opinion opinion = switch (descriptor.task()) {
            case REGRESSION -> new Opinion(Task.REGRESSION, null, Map.of(), interval(descriptor, score));
            case BINARY -> binary(descriptor, score);
            case MULTICLASS -> multiclass(descriptor, answerer);
        };
        // By its constructor: Avro's builder would ask the schema about each field, and copy. In the schema's order.
        return new Prediction(
                request.getRequestId(),
                request.getModel(),
                answerer.model().version(),
                answerer.model().sha256(),
                answerer.variant(),
                answerer.activationId(),
                opinion.task(),
                request.getEntityId(),
                request.getEventTime(),
                score,
                opinion.predictedClass(),
                opinion.probabilities(),
                opinion.interval(),
                request.getFeatures(),
                explanation,
                source,
                null);
    }

    /// What the answer's fields depend on the task for.
    private record Opinion(
            Task task,
            @Nullable String predictedClass,
            Map<String, Double> probabilities,
            @Nullable PredictionInterval interval) {}

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
    private static Opinion multiclass(BundleDescriptor descriptor, Answerer answerer) {
        List<String> classes = descriptor.classes();
        Map<String, Double> probabilities = new LinkedHashMap<>();
        for (int code = 0; code < classes.size(); code++) {
            probabilities.put(classes.get(code), answerer.probabilities()[code]);
        }
        return new Opinion(Task.MULTICLASS, classes.get(answerer.predictedClass()), probabilities, null);
    }

    private static Opinion binary(BundleDescriptor descriptor, double probability) {
        List<String> classes = descriptor.classes();
        Map<String, Double> probabilities = new LinkedHashMap<>();
        probabilities.put(classes.get(0), 1 - probability);
        probabilities.put(classes.get(1), probability);
        boolean positive = probability >= descriptor.threshold().orElse(BinaryAccumulator.USUAL_THRESHOLD);
        return new Opinion(Task.BINARY, classes.get(positive ? 1 : 0), probabilities, null);
    }
}
