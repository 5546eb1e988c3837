package io.tidemark.stats.metric;

import java.util.Optional;

/// A metric's value with what is known of its precision.
///
/// @param value over the rows counted
/// @param interval confidence interval for the value over all rows of that kind; empty where there are too few rows
/// @param errorBound how far the value may be from the exact one over the same rows, in its unit; 0: it is exact
public record MetricEstimate(double value, Optional<Interval> interval, double errorBound) {
    public MetricEstimate {
        if (!Double.isFinite(value) || !(errorBound >= 0)) {
            throw new IllegalArgumentException("Found value " + value + " with error bound " + errorBound
                    + ", expected a finite number and a bound of 0 or more.");
        }
    }
}
