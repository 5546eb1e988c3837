package io.tidemark.stats.drift;

import org.apache.commons.numbers.gamma.Erfc;

/// Whether a rank correlation has changed: Fisher's transformation with the variance of D. Bonett and T. Wright
/// ("Sample size requirements for estimating Pearson, Kendall and Spearman correlations", Psychometrika 65, 2000).
public final class CorrelationChange {
    private static final double LARGEST = 0.999_999;
    private static final int LEAST_ROWS = 4;

    private CorrelationChange() {}

    /// Probability of a difference as large, when both sides have the same correlation; 1 with fewer than four rows on
    /// a side.
    ///
    /// @param reference correlation of the reference, -1 to 1
    /// @param current correlation now, -1 to 1
    public static double byChance(double reference, long referenceRows, double current, long currentRows) {
        if (referenceRows < LEAST_ROWS || currentRows < LEAST_ROWS) {
            return 1;
        }
        double distance = Math.abs(transformed(current) - transformed(reference));
        double variance = variance(reference, referenceRows) + variance(current, currentRows);
        return Erfc.value(distance / Math.sqrt(2 * variance));
    }

    private static double transformed(double correlation) {
        double inside = Math.clamp(correlation, -LARGEST, LARGEST);
        return 0.5 * Math.log((1 + inside) / (1 - inside));
    }

    private static double variance(double correlation, long rows) {
        return (1 + correlation * correlation / 2) / (rows - 3);
    }
}
