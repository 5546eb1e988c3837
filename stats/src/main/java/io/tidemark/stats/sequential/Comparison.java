package io.tidemark.stats.sequential;

import io.tidemark.stats.metric.Interval;

/// Whether a challenger's mean loss is lower than the champion's, at every look and not only at one planned ahead.
///
/// An improvement is the share by which the loss is lower: 0.02 means that the challenger's is 0.98 times the
/// champion's; below 0 it is higher.
public sealed interface Comparison permits SplitComparison, PairedComparison {
    /// Improvements that are looked at: from twice the loss to none.
    Interval LOOKED_AT = new Interval(-1, 1);

    /// Losses of the challenger.
    LossTotals challenger();

    /// Losses of the champion.
    LossTotals champion();

    /// Natural logarithm of the evidence that the improvement is more than this: an e-process as long as it is not.
    double logEvidenceAbove(double improvement);

    /// Natural logarithm of the evidence that the improvement is less than this: an e-process as long as it is not.
    double logEvidenceBelow(double improvement);

    /// What can be said.
    ///
    /// @param alpha chance, over all looks together, of ever saying better of a version that is not; the same for worse
    /// @param atLeast improvement that a better version has to exceed, from 0 to below 1
    default Finding find(double alpha, double atLeast) {
        double needed = Math.log(1 / alpha);
        if (logEvidenceAbove(atLeast) >= needed) {
            return Finding.BETTER;
        }
        return logEvidenceBelow(0) >= needed ? Finding.WORSE : Finding.OPEN;
    }

    /// Where the improvement lies. Each end is on the wrong side, at any look, with probability `alpha` at most; an end
    /// that nothing is known of is that of [#LOOKED_AT].
    default Interval improvement(double alpha) {
        double needed = Math.log(1 / alpha);
        double low = LOOKED_AT.low();
        double high = LOOKED_AT.high();
        if (logEvidenceAbove(low) >= needed) {
            low = boundary(low, high, needed, true);
        }
        if (logEvidenceBelow(high) >= needed) {
            high = Math.max(low, boundary(LOOKED_AT.low(), high, needed, false));
        }
        return new Interval(low, high);
    }

    private double boundary(double from, double to, double needed, boolean above) {
        double low = from;
        double high = to;
        for (int step = 0; step < 40; step++) {
            double middle = (low + high) / 2;
            boolean moveUp = above ? logEvidenceAbove(middle) >= needed : logEvidenceBelow(middle) < needed;
            if (moveUp) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return above ? low : high;
    }

    /// What a comparison came to.
    enum Finding {
        BETTER,
        WORSE,
        OPEN
    }
}
