package io.tidemark.trainer.pipeline;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.stats.metric.BinaryAccumulator;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.MetricReport;
import io.tidemark.stats.metric.MulticlassAccumulator;
import io.tidemark.stats.metric.RegressionAccumulator;

/// Quality of scores, by task.
public final class Metrics {
    private Metrics() {}

    /// All metrics of a task over some rows, all exact.
    ///
    /// @param scores `[rows * outputs]`, row by row; see [Scores]
    public static MetricReport report(Task task, double[] actual, double[] scores, double threshold) {
        return switch (task) {
            case REGRESSION -> RegressionAccumulator.of(actual, scores).report();
            case BINARY -> BinaryAccumulator.of(actual, scores, threshold).report();
            case MULTICLASS ->
                MulticlassAccumulator.ofProbabilities(Scores.outputs(scores, actual.length), actual, scores)
                        .report();
        };
    }

    /// Probability from which on the positive class is answered: the manifest's, else a half.
    public static double threshold(ModelManifest manifest) {
        return manifest.target().threshold().orElse(BinaryAccumulator.USUAL_THRESHOLD);
    }

    /// One metric over some rows; where it is not defined, the worst there is.
    public static double value(ModelManifest manifest, String metric, double[] actual, double[] scores) {
        Metric wanted = require(metric);
        return report(manifest.task(), actual, scores, threshold(manifest))
                .value(wanted)
                .orElse(
                        switch (wanted.direction()) {
                            case HIGHER_IS_BETTER -> Double.NEGATIVE_INFINITY;
                            case LOWER_IS_BETTER, NEARER_TO_ZERO_IS_BETTER -> Double.POSITIVE_INFINITY;
                        });
    }

    /// The metric of a name that the manifest's reader has checked.
    public static Metric require(String key) {
        return Metric.find(key).orElseThrow(() -> new IllegalArgumentException("Found the metric '" + key + "'."));
    }
}
