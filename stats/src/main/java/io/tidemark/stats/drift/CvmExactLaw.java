package io.tidemark.stats.drift;

import java.util.Arrays;

/// The exact law of the two-sample Cramer-von Mises statistic for small samples without ties.
///
/// Counts lattice paths by the value of the statistic, as Y. Xiao, A. Gordon and A. Yakovlev do ("A C++ program for
/// the Cramer-von Mises two-sample test", Journal of Statistical Software 17(8), 2006, algorithm 1).
final class CvmExactLaw {
    /// How many paths reach a lattice point with each value of the statistic, values ascending.
    private static final class Frequencies {
        private static final Frequencies NONE = new Frequencies(new long[0], new long[0], 0);
        private static final Frequencies ONE_AT_ZERO = new Frequencies(new long[] {0}, new long[] {1}, 1);

        private final long[] values;
        private final long[] paths;
        private final int size;

        Frequencies(long[] values, long[] paths, int size) {
            this.values = values;
            this.paths = paths;
            this.size = size;
        }

        /// The paths of both, all values raised by `step`.
        static Frequencies merge(Frequencies left, Frequencies right, long step) {
            long[] values = new long[left.size + right.size];
            long[] paths = new long[values.length];
            int size = 0;
            int i = 0;
            int j = 0;
            while (i < left.size || j < right.size) {
                long value = Math.min(
                        i < left.size ? left.values[i] : Long.MAX_VALUE,
                        j < right.size ? right.values[j] : Long.MAX_VALUE);
                values[size] = value + step;
                if (i < left.size && left.values[i] == value) {
                    paths[size] += left.paths[i++];
                }
                if (j < right.size && right.values[j] == value) {
                    paths[size] += right.paths[j++];
                }
                size++;
            }
            return new Frequencies(values, paths, size);
        }
    }

    private CvmExactLaw() {}

    /// Probability of a statistic of this size or more.
    ///
    /// @param fourU four times the sum U of Anderson's equation 10, a whole number also with ties
    /// @param n rows of one sample, 1 to 20
    /// @param m rows of the other one, 1 to 20
    static double survival(long fourU, int n, int m) {
        long product = (long) n * m;
        long lcm = product / gcd(n, m);
        long threshold = Math.floorDiv(
                lcm * lcm * (n + m) * (6 * fourU - 4 * product * (4 * product - 1)), 24 * product * product);
        Frequencies all = countPaths(n, m, lcm / n, lcm / m);
        double reached = 0;
        double total = 0;
        for (int i = 0; i < all.size; i++) {
            total += all.paths[i];
            if (all.values[i] >= threshold) {
                reached += all.paths[i];
            }
        }
        return reached / total;
    }

    private static Frequencies countPaths(int n, int m, long nStep, long mStep) {
        Frequencies[] row = new Frequencies[n + 1];
        Arrays.fill(row, Frequencies.NONE);
        row[0] = Frequencies.ONE_AT_ZERO;
        for (int u = 0; u <= m; u++) {
            Frequencies left = Frequencies.NONE;
            for (int v = 0; v <= n; v++) {
                long distance = nStep * v - mStep * u;
                left = Frequencies.merge(left, row[v], distance * distance);
                row[v] = left;
            }
        }
        return row[n];
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
