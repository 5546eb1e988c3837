package io.tidemark.stats.drift;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/// What PSI does without drift.
///
/// Between n and m rows of one distribution over B bins, PSI / (1/n + 1/m) follows a chi-square law with B - 1
/// degrees of freedom (B. Yurdakul, J. Naranjo, "Statistical properties of the population stability index", 2020). So
/// a fixed threshold of 0.1 means nothing on 100 rows: with 10 bins they exceed it in one window of three by chance.
/// The law holds where each bin expects about five rows or more on both sides.
public final class PsiLaw {
    private PsiLaw() {}

    /// The PSI that is exceeded with probability `alpha` without drift.
    ///
    /// @param alpha probability, above 0 and below 1
    /// @param n rows of the reference, 1 or more
    /// @param m current rows, 1 or more
    /// @param bins bins that are not empty on both sides; with one bin PSI is always 0
    public static double threshold(double alpha, long n, long m, int bins) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException(
                    "Found alpha " + alpha + ", expected a probability above 0 and below 1.");
        }
        return bins < 2 ? 0 : scale(n, m) * law(bins).inverseSurvivalProbability(alpha);
    }

    /// Probability of a PSI of this size or more without drift.
    ///
    /// @param n rows of the reference, 1 or more
    /// @param m current rows, 1 or more
    /// @param bins bins that are not empty on both sides; with one bin the probability is 1
    public static double pValue(double psi, long n, long m, int bins) {
        if (!(psi >= 0)) {
            throw new IllegalArgumentException("Found PSI " + psi + ", expected 0 or more.");
        }
        double scale = scale(n, m);
        return bins < 2 ? 1 : law(bins).survivalProbability(psi / scale);
    }

    private static double scale(long n, long m) {
        if (n < 1 || m < 1) {
            throw new IllegalArgumentException("Found " + n + " and " + m + " rows, expected 1 or more of each.");
        }
        return 1.0 / n + 1.0 / m;
    }

    private static ChiSquaredDistribution law(int bins) {
        return ChiSquaredDistribution.of(bins - 1.0);
    }
}
