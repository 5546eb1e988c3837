package io.tidemark.stats.drift;

import io.tidemark.stats.exact.ExactSum;
import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/// Pearson's chi-square tests over bins.
///
/// Bins that are empty on both sides are left out. A result is absent when fewer than two bins are left or one side
/// has no rows: there is nothing to compare.
public final class ChiSquare {
    /// Rows that a bin has to expect on both sides for the chi-square law to hold.
    private static final double LEAST_EXPECTED = 5;

    private ChiSquare() {}

    /// Two-sample test of homogeneity: both sides are samples of one unknown distribution.
    ///
    /// SciPy's `chi2_contingency(table, correction=False)`.
    public static Optional<TestResult> homogeneity(long[] reference, long[] current) {
        return homogeneity(reference, current, false);
    }

    /// The same test where bins may be rare, so that it holds on few rows and still sees what is new.
    ///
    /// Bins that expect fewer than five rows on a side (W. G. Cochran 1954) are taken together. While that rest
    /// expects fewer as well, its share is tested exactly (hypergeometric, two-sided), and the chi-square value with
    /// one degree of freedom that has the same probability is added: the rest against all, and the other bins among
    /// each other, are independent questions. Without that, a bin that expects a tenth of a row alarms hundreds of
    /// times too often at 0.01 %. Equal to the plain test where no bin is rare.
    public static Optional<TestResult> homogeneityWithRareBins(long[] reference, long[] current) {
        long n = Shares.sum(reference);
        long m = Shares.sum(current);
        if (Shares.usedBins(reference, current).length < 2 || n == 0 || m == 0) {
            return Optional.empty();
        }
        RareBins bins = RareBins.pool(reference, current, LEAST_EXPECTED);
        Optional<TestResult> common = homogeneity(bins.reference(), bins.current());
        if (bins.restReference() + bins.restCurrent() == 0) {
            return common;
        }
        double restProbability = bins.restProbability(n, m);
        double statistic = common.map(TestResult::statistic).orElse(0.0)
                + ChiSquaredDistribution.of(1).inverseSurvivalProbability(restProbability);
        // One degree of freedom for the rest, and one less than their number for the others.
        int used = Shares.usedBins(bins.reference(), bins.current()).length;
        return Optional.of(result(statistic, Math.max(used, 1) + 1));
    }

    /// The same test, with Yates' continuity correction where two bins are left.
    ///
    /// SciPy's `chi2_contingency(table)`. The correction is conservative: with it the test alarms less often than it
    /// says.
    public static Optional<TestResult> homogeneityWithYates(long[] reference, long[] current) {
        return homogeneity(reference, current, true);
    }

    private static Optional<TestResult> homogeneity(long[] reference, long[] current, boolean correct) {
        int[] used = Shares.usedBins(reference, current);
        double n = Shares.sum(reference);
        double m = Shares.sum(current);
        if (used.length < 2 || n == 0 || m == 0) {
            return Optional.empty();
        }
        ExactSum statistic = new ExactSum();
        for (int bin : used) {
            double both = (double) reference[bin] + current[bin];
            double expected = both * n / (n + m);
            double expectedCurrent = both * m / (n + m);
            double difference = Math.abs(reference[bin] - expected);
            if (correct && used.length == 2) {
                difference -= Math.min(0.5, difference);
            }
            statistic.add(difference * difference / expected);
            statistic.add(difference * difference / expectedCurrent);
        }
        return Optional.of(result(statistic.value(), used.length));
    }

    /// One-sample test: the reference is the exact distribution, only the current counts are random.
    ///
    /// With a reference that is itself a sample it alarms far too often (22.7 % at 5 % with 500 rows each): use
    /// [#homogeneity]. A current row in a bin without reference rows gives an infinite statistic and probability 0.
    public static Optional<TestResult> goodnessOfFit(long[] reference, long[] current) {
        int[] used = Shares.usedBins(reference, current);
        double n = Shares.sum(reference);
        double m = Shares.sum(current);
        if (used.length < 2 || n == 0 || m == 0) {
            return Optional.empty();
        }
        ExactSum statistic = new ExactSum();
        for (int bin : used) {
            double expected = reference[bin] * (m / n);
            if (expected == 0) {
                return Optional.of(new TestResult(Double.POSITIVE_INFINITY, 0));
            }
            double difference = current[bin] - expected;
            statistic.add(difference * difference / expected);
        }
        return Optional.of(result(statistic.value(), used.length));
    }

    private static TestResult result(double statistic, int bins) {
        return new TestResult(statistic, ChiSquaredDistribution.of(bins - 1.0).survivalProbability(statistic));
    }
}
