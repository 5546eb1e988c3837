package io.tidemark.stats.drift;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/// Two sets of counts over the same bins, with the rare bins taken together.
///
/// Which bins are rare is told from both sides together, so that a test on what comes out is still fair. When the
/// rare bins together are not rare any more, they are one of the common bins; otherwise they are the rest.
final class RareBins {
    private final long[] reference;
    private final long[] current;
    private final long restReference;
    private final long restCurrent;

    private RareBins(long[] reference, long[] current, long restReference, long restCurrent) {
        this.reference = reference;
        this.current = current;
        this.restReference = restReference;
        this.restCurrent = restCurrent;
    }

    /// @param least rows that a bin has to expect on either side without drift to be common
    static RareBins pool(long[] reference, long[] current, double least) {
        double n = Shares.sum(reference);
        double m = Shares.sum(current);
        // A bin expects the least on the smaller side: its rows on both sides times that side's share.
        double leastRows = least * (n + m) / Math.min(n, m);
        long[] commonReference = new long[reference.length + 1];
        long[] commonCurrent = new long[reference.length + 1];
        int size = 0;
        long restReference = 0;
        long restCurrent = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            if (reference[bin] + current[bin] < leastRows) {
                restReference += reference[bin];
                restCurrent += current[bin];
            } else {
                commonReference[size] = reference[bin];
                commonCurrent[size] = current[bin];
                size++;
            }
        }
        if (restReference + restCurrent >= leastRows) {
            commonReference[size] = restReference;
            commonCurrent[size] = restCurrent;
            size++;
            restReference = 0;
            restCurrent = 0;
        }
        return new RareBins(
                Arrays.copyOf(commonReference, size), Arrays.copyOf(commonCurrent, size), restReference, restCurrent);
    }

    /// Reference rows of the common bins.
    long[] reference() {
        return reference;
    }

    /// Current rows of the common bins.
    long[] current() {
        return current;
    }

    long restReference() {
        return restReference;
    }

    long restCurrent() {
        return restCurrent;
    }

    /// Probability that the rest is split between the sides as unevenly as it is, twice the smaller tail.
    ///
    /// @param n all rows of the reference
    /// @param m all current rows
    double restProbability(long n, long m) {
        long rest = restReference + restCurrent;
        // Beyond the range of int, where the rest is a vanishing part, drawing with or without replacement is the same.
        DiscreteDistribution law = n + m <= Integer.MAX_VALUE
                ? HypergeometricDistribution.of((int) (n + m), (int) rest, (int) m)
                : BinomialDistribution.of(Math.toIntExact(rest), (double) m / (n + m));
        int found = Math.toIntExact(restCurrent);
        double upTo = law.cumulativeProbability(found);
        double from = law.survivalProbability(found) + law.probability(found);
        return Math.min(1, 2 * Math.min(upTo, from));
    }
}
