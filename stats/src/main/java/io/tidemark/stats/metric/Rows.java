package io.tidemark.stats.metric;

/// Checks that the accumulators share.
final class Rows {
    private Rows() {}

    static void requireSameLength(double[] actual, double[] predicted) {
        if (actual.length != predicted.length) {
            throw new IllegalArgumentException("Found " + predicted.length + " predictions for " + actual.length
                    + " outcomes, expected one for each.");
        }
    }

    static IllegalArgumentException otherTask(MetricAccumulator here, MetricAccumulator other) {
        return new IllegalArgumentException("Found a " + other.getClass().getSimpleName() + " to merge, expected a "
                + here.getClass().getSimpleName() + ".");
    }
}
