package io.tidemark.trainer.pipeline;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.stats.metric.MetricDirection;
import java.util.stream.IntStream;

/// A metric as a loss: the lower, the better.
///
/// @param manifest says how metrics of classes are made
/// @param metric name of the metric
record Judge(ModelManifest manifest, String metric) {
    /// Blocks of a fold's rows that are compared in pairs.
    private static final int BLOCKS = 20;

    private static final int LEAST_ROWS_IN_BLOCK = 10;

    MetricDirection direction() {
        return Metrics.require(metric).direction();
    }

    double value(double[] actual, double[] scores) {
        return Metrics.value(manifest, metric, actual, scores);
    }

    double loss(double value) {
        return direction().loss(value);
    }

    /// How far a value is from perfect: an error itself, and 1 - value of a metric that has 1 as its best.
    double shortfall(double value) {
        return direction() == MetricDirection.HIGHER_IS_BETTER ? 1 - value : Math.abs(value);
    }

    /// The loss on each block of rows, the same rows for each candidate; infinite where the metric is not defined.
    double[] blockLosses(double[] actual, double[] scores) {
        int blocks = Math.min(BLOCKS, actual.length / LEAST_ROWS_IN_BLOCK);
        double[] losses = new double[blocks];
        for (int block = 0; block < blocks; block++) {
            int first = block;
            int[] rows = IntStream.range(0, actual.length)
                    .filter(row -> row % blocks == first)
                    .toArray();
            losses[block] = loss(value(RowSplit.pick(actual, rows), Scores.pick(scores, actual.length, rows)));
        }
        return losses;
    }
}
