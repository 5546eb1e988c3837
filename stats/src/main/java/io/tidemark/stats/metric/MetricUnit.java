package io.tidemark.stats.metric;

/// What a metric is counted in.
public enum MetricUnit {
    /// The unit of the target.
    TARGET,
    /// Percent, 0 to 100 and above.
    PERCENT,
    /// A share or a probability, 0 to 1.
    SHARE,
    /// A number without unit.
    NUMBER
}
