package io.tidemark.stats.metric;

/// A confidence interval.
///
/// @param low lower end, inclusive
/// @param high upper end, inclusive, not below `low`
public record Interval(double low, double high) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "Found interval from " + low + " to " + high + ", expected ends in order.");
        }
    }

    /// The part of the interval between two bounds.
    Interval within(double least, double most) {
        return new Interval(Math.clamp(low, least, most), Math.clamp(high, least, most));
    }

    /// Both ends times a factor above 0.
    Interval times(double factor) {
        return new Interval(low * factor, high * factor);
    }
}
