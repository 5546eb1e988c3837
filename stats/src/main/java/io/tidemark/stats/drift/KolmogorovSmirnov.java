package io.tidemark.stats.drift;

import io.tidemark.stats.histogram.Samples;
import java.util.Optional;

/// The two-sample Kolmogorov-Smirnov test: the largest difference between two empirical distribution functions.
///
/// SciPy's `ks_2samp` with its default method: the exact law of the distance while both samples have at most 10,000
/// rows, the finite-n law of the one-sample distance at n = round(nm / (n + m)) above. Both laws are for values
/// without ties; with ties they are conservative.
public final class KolmogorovSmirnov {
    /// Largest sample for which lattice paths are counted.
    public static final int EXACT_ROWS = 10_000;

    /// Largest n m for which lattice paths are counted where the distance itself is only known to a bin: a monitor
    /// compares many features again and again, and a lattice of 10,000 by 3,000 rows takes 30 ms.
    private static final long EXACT_BINNED_PATHS = 250_000;

    private KolmogorovSmirnov() {}

    /// Distance and probability of two samples; absent when one has no finite value. NaN and infinities are missing.
    public static Optional<TestResult> test(double[] reference, double[] current) {
        double[] r = Samples.finiteSorted(reference);
        double[] c = Samples.finiteSorted(current);
        if (r.length == 0 || c.length == 0) {
            return Optional.empty();
        }
        double distance = largestGap(r, c) / ((double) r.length * c.length);
        return Optional.of(result(distance, r.length, c.length));
    }

    /// Distance and probability from counts in ascending bins; absent when one side has no rows.
    ///
    /// The distance is that at the ends of the bins. The exact one lies between it and it plus the largest reference
    /// share of a bin that holds more than one value: 1/64 above it at most with 64 bins of equal mass, usually a
    /// tenth of that. Beyond a quarter of a million pairs of rows the probability is that of the finite-n law.
    public static Optional<TestResult> test(long[] reference, long[] current) {
        Shares.usedBins(reference, current);
        long n = Shares.sum(reference);
        long m = Shares.sum(current);
        if (n == 0 || m == 0) {
            return Optional.empty();
        }
        double referenceBelow = 0;
        double currentBelow = 0;
        double distance = 0;
        for (int i = 0; i < reference.length; i++) {
            referenceBelow += reference[i];
            currentBelow += current[i];
            distance = Math.max(distance, Math.abs(referenceBelow / n - currentBelow / m));
        }
        double found = Math.min(1, distance);
        return Optional.of(
                n * (double) m <= EXACT_BINNED_PATHS
                        ? result(found, n, m)
                        : new TestResult(found, finiteLaw(found, n, m)));
    }

    /// Probability of a distance of this size or more between samples of one continuous distribution.
    ///
    /// @param distance 0 to 1
    /// @param n rows of the reference, 1 or more
    /// @param m current rows, 1 or more
    public static double pValue(double distance, long n, long m) {
        if (!(distance >= 0 && distance <= 1) || n < 1 || m < 1) {
            throw new IllegalArgumentException("Found distance " + distance + " between " + n + " and " + m
                    + " rows, expected 0 to 1 between 1 or more of each.");
        }
        if (Math.max(n, m) <= EXACT_ROWS) {
            return KsLattice.survival(distance, (int) n, (int) m);
        }
        return finiteLaw(distance, n, m);
    }

    private static double finiteLaw(double distance, long n, long m) {
        double effective = Math.rint((double) n * m / ((double) n + m));
        return KsFiniteLaw.survival(distance, Math.max(1, (long) effective));
    }

    /// The largest |i m - j n| over all values, where i and j count the rows of either side up to it: the distance
    /// times n m, without rounding.
    private static long largestGap(double[] reference, double[] current) {
        long n = reference.length;
        long m = current.length;
        long largest = 0;
        int i = 0;
        int j = 0;
        while (i < n && j < m) {
            double value = Math.min(reference[i], current[j]);
            while (i < n && reference[i] == value) {
                i++;
            }
            while (j < m && current[j] == value) {
                j++;
            }
            largest = Math.max(largest, Math.abs(i * m - j * n));
        }
        return largest;
    }

    private static TestResult result(double distance, long n, long m) {
        return new TestResult(distance, pValue(distance, n, m));
    }
}
