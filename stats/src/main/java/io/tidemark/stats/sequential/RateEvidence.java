package io.tidemark.stats.sequential;

import org.apache.commons.numbers.gamma.RegularizedBeta;

/// Whether something happens more often than it may, at every look.
///
/// The Bayes factor of a rate above the one that is granted (the Beta distribution of [SampleRatio], cut off below it)
/// against that one. For a rate `s` that is true and a rate `q` above the granted `r`, one trial multiplies the
/// likelihood ratio by `s q / r + (1 - s) (1 - q) / (1 - r)` in the mean, which grows with `s` and is 1 at `r`: an
/// e-process as long as no trial, given those before it, hits with more than `r`.
public final class RateEvidence {
    private RateEvidence() {}

    /// Natural logarithm of the evidence that the rate is above this one; minus infinity where the hits are far below
    /// it.
    ///
    /// @param hits how often it happened
    /// @param trials how often it could have
    /// @param rate 0 to 1; at 0 one hit proves it, at 1 nothing does
    public static double logEvidenceAbove(long hits, long trials, double rate) {
        if (!(rate >= 0 && rate <= 1) || hits < 0 || hits > trials) {
            throw new IllegalArgumentException("Found " + hits + " of " + trials + " against a rate of " + rate
                    + ", expected a rate from 0 to 1.");
        }
        if (rate == 0 || rate == 1) {
            return rate == 0 && hits > 0 ? Double.POSITIVE_INFINITY : 0;
        }
        double weight = SampleRatio.priorWeight(rate);
        return SampleRatio.logEvidence(hits, trials - hits, rate)
                + logAbove(rate, weight * rate + hits, weight * (1 - rate) + trials - hits)
                - logAbove(rate, weight * rate, weight * (1 - rate));
    }

    /// Natural logarithm of the probability of a Beta distribution above a rate.
    private static double logAbove(double rate, double alpha, double beta) {
        return Math.log(RegularizedBeta.complement(rate, alpha, beta));
    }
}
