package io.tidemark.stats.drift;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/// The law of the one-sample Kolmogorov-Smirnov distance for n rows, two-sided.
///
/// Chooses between formulas as R. Simard and P. L'Ecuyer do ("Computing the two-sided Kolmogorov-Smirnov
/// distribution", Journal of Statistical Software 39(11), 2011), with the limits of SciPy's `kstwo`: exact up to n =
/// 140 and in both tails, Pelz and Good's expansion in between, where it is right to about five digits for n near 140
/// and to ten for n = 100,000.
final class KsFiniteLaw {
    /// Up to here the exact distribution function is worth its time.
    private static final int SMALL_ROWS = 140;

    /// Up to here Durbin's matrix is used for small distances.
    private static final int MATRIX_ROWS = 100_000;

    /// Up to here the one-sided law is summed term by term.
    private static final int SUM_ROWS = 1_000_000;

    private KsFiniteLaw() {}

    /// Probability of a distance of `distance` or more.
    ///
    /// @param n rows, 1 or more
    static double survival(double distance, long n) {
        double t = n * distance;
        double nSquared = t * distance;
        if (distance >= 1 || nSquared >= 370) {
            return 0;
        }
        if (t <= 0.5) {
            return 1;
        }
        if (t <= 1) {
            return Math.clamp(1 - cdfBelowOneRow(t, n), 0, 1);
        }
        if (t >= n - 1) {
            return Math.clamp(2 * Math.pow(1 - distance, (double) n), 0, 1);
        }
        boolean tail = distance >= 0.5 || nSquared >= (n <= SMALL_ROWS ? 4 : 2.2);
        if (tail) {
            return Math.clamp(2 * oneSidedSurvival(distance, n), 0, 1);
        }
        boolean matrix = n <= SMALL_ROWS || (n <= MATRIX_ROWS && n * Math.pow(distance, 1.5) <= 1.4);
        double cdf = matrix ? DurbinMatrix.cdf((int) n, distance) : PelzGood.cdf((double) n, distance);
        return Math.clamp(1 - cdf, 0, 1);
    }

    /// For 1/2 < t = n d <= 1 (Ruben and Gambino): n! / n^n (2t - 1)^n.
    private static double cdfBelowOneRow(double t, long n) {
        double log = n * Math.log(2 * t - 1);
        for (long i = 1; i <= n && log > -745; i++) {
            log += Math.log((double) i / n);
        }
        return Math.exp(log);
    }

    /// The one-sided law by the sum of Smirnov and Birnbaum-Tingey. With a = d + v/n each term is the binomial
    /// probability of v in n at a, times d / a; all are positive.
    static double oneSidedSurvival(double distance, long n) {
        if (n > SUM_ROWS) {
            // The leading terms of the expansion in n.
            double z = 6 * n * distance + 1;
            return Math.exp(-z * z / (18.0 * n));
        }
        double sum = 0;
        int last = (int) Math.floor(n * (1 - distance));
        for (int v = 0; v <= last; v++) {
            double a = distance + (double) v / n;
            if (a < 1) {
                sum += BinomialDistribution.of((int) n, a).probability(v) * distance / a;
            } else if (v == n) {
                sum += distance;
            }
        }
        return sum;
    }
}
