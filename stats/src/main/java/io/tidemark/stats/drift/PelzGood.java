package io.tidemark.stats.drift;

/// The expansion of the one-sample Kolmogorov-Smirnov law in powers of n^-1/2, up to n^-3/2.
///
/// W. Pelz and I. J. Good, "Approximating the lower tail-areas of the Kolmogorov-Smirnov one-sample statistic",
/// Journal of the Royal Statistical Society B 38(2), 1976, in the form that Simard and L'Ecuyer give (section 2.3):
/// each coefficient is a sum over powers of q = exp(-pi^2 / 8z^2) with z = d sqrt(n).
final class PelzGood {
    private static final double PI_2 = Math.PI * Math.PI;
    private static final double PI_4 = PI_2 * PI_2;
    private static final double PI_6 = PI_4 * PI_2;
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

    private final double z;
    private final double z2;
    private final double z4;
    private final double z6;
    private final int terms;

    private PelzGood(double z) {
        this.z = z;
        z2 = z * z;
        z4 = z2 * z2;
        z6 = z4 * z2;
        terms = (int) Math.ceil(16 * z / Math.PI);
    }

    /// Probability of a distance of `distance` or less for n rows.
    static double cdf(double n, double distance) {
        return new PelzGood(Math.sqrt(n) * distance).cdf(n);
    }

    private double cdf(double n) {
        double q = Math.exp(-PI_2 / 8 / z2);
        double k0 = 0;
        double k1 = 0;
        double k2 = 0;
        double k3 = 0;
        // Horner's scheme over q^((2k-1)^2): neighbouring exponents differ by 8k.
        for (int k = terms; k > 0; k--) {
            double m2 = (2.0 * k - 1) * (2.0 * k - 1);
            double power = Math.pow(q, 8.0 * k);
            k0 = k0 * power + 1;
            k1 = k1 * power + PI_2 / 4 * m2 - z2;
            k2 = k2 * power + coefficient2(m2);
            k3 = k3 * power + coefficient3(m2);
        }
        double scale = q * ROOT_TWO_PI;
        double order0 = k0 * scale / z;
        double order1 = k1 * scale / (6 * z4);
        double order2 = k2 * scale / (72 * z6 * z) - evenPart2();
        double order3 = k3 * scale / (6480 * z6 * z4) + evenPart3();
        double root = Math.sqrt(n);
        return order0 + order1 / root + order2 / n + order3 / (n * root);
    }

    private double coefficient2(double m2) {
        return 6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * PI_2 / 4 * m2 + PI_4 * (1 - 2 * z2) / 16 * m2 * m2;
    }

    private double coefficient3(double m2) {
        return -30 * z6
                - 90 * z4 * z4
                + PI_2 * (135 * z4 - 96 * z6) / 4 * m2
                + PI_4 * (212 * z4 - 60 * z2) / 16 * m2 * m2
                + PI_6 * (5 - 30 * z2) / 64 * m2 * m2 * m2;
    }

    /// The second sum of order 2, over all whole k.
    private double evenPart2() {
        double sum = 0;
        for (int k = terms; k > 0; k--) {
            sum += (double) k * k * evenPower(k);
        }
        return sum * PI_2 * ROOT_TWO_PI / (36 * z2 * z);
    }

    /// The second sum of order 3, over all whole k.
    private double evenPart3() {
        double sum = 0;
        for (int k = terms; k > 0; k--) {
            sum += (3 * z2 - PI_2 * k * k) * k * k * evenPower(k);
        }
        return sum * PI_2 * ROOT_TWO_PI / (216 * z6);
    }

    private double evenPower(int k) {
        return Math.exp(-PI_2 / 2 / z2 * k * k);
    }
}
