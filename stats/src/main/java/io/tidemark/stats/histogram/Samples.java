package io.tidemark.stats.histogram;

import java.util.Arrays;

/// What is done to raw samples before anything is computed from them.
public final class Samples {
    private Samples() {}

    /// The finite values in ascending order, with one zero: NaN and infinities are missing and left out.
    public static double[] finiteSorted(double... values) {
        double[] finite = new double[values.length];
        int size = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                // Adding 0.0 turns a negative zero, which sorts apart, into a positive one.
                finite[size++] = value + 0.0;
            }
        }
        double[] sorted = Arrays.copyOf(finite, size);
        Arrays.sort(sorted);
        return sorted;
    }

    /// The quantile by linear interpolation at position `q * (n - 1)`, as NumPy does by default.
    ///
    /// @param sorted ascending, one or more
    /// @param q 0 to 1
    public static double quantile(double[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int below = (int) position;
        double share = position - below;
        if (share == 0) {
            return sorted[below];
        }
        double low = sorted[below];
        double high = sorted[below + 1];
        // Two products instead of a difference: no overflow between the ends of the range.
        return Math.clamp(low * (1 - share) + high * share, low, high);
    }
}
