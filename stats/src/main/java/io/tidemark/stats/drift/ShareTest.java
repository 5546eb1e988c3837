package io.tidemark.stats.drift;

import org.apache.commons.numbers.gamma.LogGamma;

/// Whether a share has risen: Fisher's exact test, one-sided. Exact for any numbers of rows, so a reference without
/// any hit needs no special case.
public final class ShareTest {
    private static final double NEGLIGIBLE = 1e-17;

    private ShareTest() {}

    /// Probability of as many hits among the current rows, or more, when both sides have the same share; 1 when the
    /// share has not risen, or a side has no rows.
    ///
    /// @param referenceHits from 0 to `referenceRows`
    /// @param currentHits from 0 to `currentRows`
    public static double riseByChance(long referenceHits, long referenceRows, long currentHits, long currentRows) {
        if (referenceHits < 0 || currentHits < 0 || referenceHits > referenceRows || currentHits > currentRows) {
            throw new IllegalArgumentException("Found " + referenceHits + " of " + referenceRows + " and " + currentHits
                    + " of " + currentRows + ", expected no more hits than rows.");
        }
        if (referenceRows == 0
                || currentRows == 0
                || (double) currentHits * referenceRows <= (double) referenceHits * currentRows) {
            return 1;
        }
        double n = referenceRows;
        double m = currentRows;
        double hits = (double) referenceHits + currentHits;
        double term = Math.exp(
                lnChoose(m, (double) currentHits) + lnChoose(n, (double) referenceHits) - lnChoose(n + m, hits));
        double tail = term;
        double most = Math.min(hits, m);
        // From the share's mean on, each term is smaller than the one before.
        for (double k = currentHits; k < most && term > NEGLIGIBLE * tail; k++) {
            term *= (m - k) * (hits - k) / ((k + 1) * (n - hits + k + 1));
            tail += term;
        }
        return Math.min(1, tail);
    }

    private static double lnChoose(double of, double chosen) {
        return LogGamma.value(of + 1) - LogGamma.value(chosen + 1) - LogGamma.value(of - chosen + 1);
    }
}
