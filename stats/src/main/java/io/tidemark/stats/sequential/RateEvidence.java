package io.tidemark.stats.sequential;

/// Whether something happens more often than it may, at every look.
public final class RateEvidence {
    private RateEvidence() {}

    /// Natural logarithm of the evidence that the rate is above this one: an e-process as long as it is not.
    ///
    /// @param hits how often it happened
    /// @param trials how often it could have
    /// @param rate 0 to 1
    public static double logEvidenceAbove(long hits, long trials, double rate) {
        if (!(rate >= 0 && rate <= 1) || hits < 0 || hits > trials) {
            throw new IllegalArgumentException("Found " + hits + " of " + trials + " against a rate of " + rate
                    + ", expected a rate from 0 to 1.");
        }
        double missed = 1 - rate;
        return BettingMixture.logEvidence(hits - trials * rate, hits * missed * missed + (trials - hits) * rate * rate);
    }
}
