package io.tidemark.model.manifest;

/// A closed interval of finite or infinite ends.
public record Range(double low, double high) {
    /// All finite numbers.
    public static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    public Range {
        if (Double.isNaN(low) || Double.isNaN(high) || low > high) {
            throw new IllegalArgumentException("Found the range [" + low + ", " + high + "], expected low <= high.");
        }
    }

    /// True when `value` lies inside, ends included.
    public boolean contains(double value) {
        return value >= low && value <= high;
    }

    @Override
    public String toString() {
        return "[" + low + ", " + high + "]";
    }
}
