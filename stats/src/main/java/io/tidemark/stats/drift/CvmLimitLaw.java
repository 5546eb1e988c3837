package io.tidemark.stats.drift;

/// The limit law of the Cramer-von Mises statistic.
///
/// S. Csorgo and J. J. Faraway, "The exact and asymptotic distributions of Cramer-von Mises statistics", Journal of
/// the Royal Statistical Society B 58(1), 1996, equation 1.3.
final class CvmLimitLaw {
    /// Where SciPy stops adding terms. One that is ten times smaller changes a probability by 1e-8, and the aim is to
    /// agree with SciPy to 1e-9.
    private static final double LAST_TERM = 1e-7;

    /// Below that the distribution function is less than 1.3e-18.
    private static final double SMALLEST = 0.003;

    private CvmLimitLaw() {}

    /// Probability of a two-sample statistic of this size or more without ties, by its standardised value (T. W.
    /// Anderson 1962, equations 11, 14 and 15).
    static double twoSampleSurvival(double statistic, double n, double m) {
        double mean = (1 + 1 / (n + m)) / 6;
        return standardisedSurvival((statistic - mean) / Math.sqrt(varianceFactor(n, m)));
    }

    /// The same with ties.
    ///
    /// @param mean mean of the limit of the statistic
    /// @param variance variance of the limit of the statistic; with 0 the statistic is always 0
    static double tiedSurvival(double statistic, double mean, double variance, double n, double m) {
        if (variance <= 0) {
            return 1;
        }
        double finiteMean = mean * (n + m) / (n + m - 1);
        return standardisedSurvival((statistic - finiteMean) / Math.sqrt(45 * variance * varianceFactor(n, m)));
    }

    /// Variance for n and m rows over that of the limit, which is 1/45 without ties.
    private static double varianceFactor(double n, double m) {
        double product = n * m;
        double both = n + m;
        double variance = (both + 1) * (4 * product * both - 3 * (n * n + m * m) - 2 * product);
        return variance / (both * both * 4 * product);
    }

    /// @param distance from the mean, on the scale of the limit
    private static double standardisedSurvival(double distance) {
        double standardised = 1.0 / 6 + distance;
        return standardised < SMALLEST ? 1 : Math.clamp(1 - cdf(standardised), 0, 1);
    }

    private static double cdf(double x) {
        double sum = 0;
        // Gamma(k + 1/2) / Gamma(k + 1), by its recursion.
        double ratio = Math.sqrt(Math.PI);
        for (int k = 0; ; k++) {
            if (k > 0) {
                ratio *= (k - 0.5) / k;
            }
            double y = 4.0 * k + 1;
            double term =
                    ratio / (Math.pow(Math.PI, 1.5) * Math.sqrt(x)) * Math.sqrt(y) * scaledBessel(y * y / (16 * x));
            sum += term;
            if (term < LAST_TERM) {
                return sum;
            }
        }
    }

    /// exp(-q) times the modified Bessel function of the second kind of order 1/4, for q above 0.
    ///
    /// The integral of exp(-q cosh t) cosh(t / 4) over t from 0 on, by the trapezoidal rule: it falls off doubly
    /// exponentially and is analytic about the axis, so that the error of the rule is below 1e-15 with these steps.
    private static double scaledBessel(double q) {
        double end = Math.log(2 + 80 / q) + 1;
        double step = Math.min(0.25, 0.6 / Math.sqrt(q));
        double sum = 0.5;
        for (double t = step; t < end; t += step) {
            double half = Math.sinh(t / 2);
            double term = Math.exp(-2 * q * half * half) * Math.cosh(t / 4);
            sum += term;
            if (term < 1e-20) {
                break;
            }
        }
        return Math.exp(-2 * q) * sum * step;
    }
}
