package io.tidemark.stats.drift;

/// The exact law of the two-sample Kolmogorov-Smirnov distance, by counting lattice paths.
///
/// Without ties, the order of the pooled sample is a path of n steps right and m steps up, all equally likely. The
/// distance reaches d where the path leaves a band about the diagonal (J. L. Hodges, "The significance probability of
/// the Smirnov two-sample test", 1958). Shares of paths outside are followed column by column, so that small
/// probabilities keep their digits. Time grows with the longer sample times the width of the band, 0.1 s for 10,000
/// rows each at most.
final class KsLattice {
    private KsLattice() {}

    /// Probability of a distance of `distance` or more.
    ///
    /// @param n rows of one sample, 1 to [KolmogorovSmirnov#EXACT_ROWS]
    /// @param m rows of the other one, as many
    static double survival(double distance, int n, int m) {
        int divisor = gcd(n, m);
        long lcm = (long) n / divisor * m;
        long steps = Math.round(distance * lcm);
        if (steps == 0) {
            return 1;
        }
        double outside =
                n == m ? outsideSquare(n, (int) steps) : outsideBand(Math.max(n, m), Math.min(n, m), divisor, steps);
        return Math.clamp(outside, 0, 1);
    }

    /// Share of the paths of n steps each way that reach `steps` off the diagonal: the alternating sum of
    /// reflections, by Horner's scheme.
    private static double outsideSquare(int n, int steps) {
        double outside = 0;
        for (int k = n / steps; k >= 0; k--) {
            double term = 1;
            for (int j = 0; j < steps; j++) {
                term *= (double) (n - k * steps - j) / (n + k * steps + j + 1);
            }
            outside = term * (1 - outside);
        }
        return 2 * outside;
    }

    /// Share of the paths from (0, 0) to (n, m) that touch or leave |m x - n y| = steps * divisor, for n >= m.
    ///
    /// A column holds, for each height inside the band, the share of paths to that point which were outside before.
    /// Below and above the band that share is 1. A path comes to (x, y) from the left with probability x / (x + y).
    private static double outsideBand(int n, int m, int divisor, long steps) {
        int nReduced = n / divisor;
        int mReduced = m / divisor;
        double[] inverse = new double[n + m + 1];
        for (int i = 1; i < inverse.length; i++) {
            inverse[i] = 1.0 / i;
        }
        int low = 0;
        int high = (int) Math.min(Math.ceilDiv(steps, (long) nReduced), m + 1L);
        double[] column = new double[m + 1];
        for (int y = high; y <= m; y++) {
            column[y] = 1;
        }
        for (int x = 1; x <= n; x++) {
            long middle = (long) mReduced * x;
            int nextLow = Math.clamp(Math.floorDiv(middle - steps, (long) nReduced) + 1, 0, m);
            int nextHigh = (int) Math.min(Math.ceilDiv(middle + steps, (long) nReduced), m + 1L);
            if (nextHigh <= nextLow) {
                return 1;
            }
            for (int y = low; y < nextLow; y++) {
                column[y] = 1;
            }
            double below = nextLow == 0 ? 0 : 1;
            for (int y = nextLow; y < nextHigh; y++) {
                double scale = inverse[x + y];
                below = Math.fma(below, y * scale, column[y] * x * scale);
                column[y] = below;
            }
            low = nextLow;
        }
        return column[m];
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
