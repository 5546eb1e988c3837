package io.tidemark.stats.histogram;

import java.util.Optional;
import java.util.OptionalDouble;

/// The profile of a numeric feature.
///
/// @param bins bins of about equal mass, atoms apart
/// @param reference the training rows in these bins
/// @param summary figures of the training rows; empty when every one of them was missing
public record NumericProfile(NumericBins bins, Histogram reference, Optional<NumericSummary> summary)
        implements FeatureProfile {
    /// Enough bins for a Kolmogorov-Smirnov distance within 1/64 of the exact one.
    public static final int BINS = 64;

    public NumericProfile {
        if (!reference.bins().equals(bins)) {
            throw new IllegalArgumentException(
                    "Found reference counts over " + reference.bins() + ", expected " + bins + ".");
        }
    }

    /// A quantile of live values, by linear interpolation within its bin; empty without values.
    ///
    /// The outer bins end at the smallest and the largest training value, and no answer lies beyond them.
    ///
    /// @param counts counts over the bins of this profile
    /// @param q 0 to 1
    public OptionalDouble quantile(Histogram counts, double q) {
        if (!(q >= 0 && q <= 1) || !counts.bins().equals(bins)) {
            throw new IllegalArgumentException(
                    "Found quantile " + q + " over " + counts.bins() + ", expected 0 to 1 over " + bins + ".");
        }
        if (counts.present() == 0 || summary.isEmpty()) {
            return OptionalDouble.empty();
        }
        double rank = q * counts.present();
        double below = 0;
        int bin = 0;
        while (bin < bins.values() - 1 && below + counts.count(bin) < rank) {
            below += counts.count(bin);
            bin++;
        }
        double min = summary.get().min();
        double max = summary.get().max();
        double lower = Math.clamp(bins.lowerEnd(bin), min, max);
        double upper = Math.clamp(bins.upperEnd(bin), min, max);
        double share = counts.count(bin) == 0 ? 0 : Math.min(1, (rank - below) / counts.count(bin));
        return OptionalDouble.of(lower * (1 - share) + upper * share);
    }

    /// The profile of a training column, with about [#BINS] bins.
    public static NumericProfile of(double... values) {
        return withBins(BINS, values);
    }

    /// The profile of a training column.
    ///
    /// Bins hold about equal shares of the finite values, and eight rows or more where no values are tied. A value
    /// with the share of a bin or more has one of its own. Without finite values there is one bin for all.
    ///
    /// @param target wanted number of bins of values, 1 or more; at most twice as many and one come out
    /// @param values the training column; NaN and infinities are missing
    public static NumericProfile withBins(int target, double... values) {
        if (target < 1) {
            throw new IllegalArgumentException("Found " + target + " bins, expected 1 or more.");
        }
        double[] sorted = Samples.finiteSorted(values);
        NumericBins bins = sorted.length == 0 ? new NumericBins() : new NumericBins(QuantileCuts.of(sorted, target));
        return new NumericProfile(bins, Histogram.of(bins, values), NumericSummary.of(values));
    }
}
