package io.tidemark.stats.metric;

/// Which values of a metric are better.
public enum MetricDirection {
    HIGHER_IS_BETTER,
    LOWER_IS_BETTER,
    /// The sign tells the side; the best value is 0.
    NEARER_TO_ZERO_IS_BETTER;

    /// Whether `value` is better than `other`; equal ones are not.
    public boolean isBetter(double value, double other) {
        return loss(value) < loss(other);
    }

    /// The value as a loss: the lower, the better.
    public double loss(double value) {
        return switch (this) {
            case HIGHER_IS_BETTER -> -value;
            case LOWER_IS_BETTER -> value;
            case NEARER_TO_ZERO_IS_BETTER -> Math.abs(value);
        };
    }
}
