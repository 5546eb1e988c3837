package io.tidemark.stats.drift;

import java.util.Arrays;

/// The shares of two sets of counts over the same bins.
///
/// Bins that are empty on both sides are left out: they say nothing, and must not count as degrees of freedom.
final class Shares {
    /// Added to each count before taking shares where a statistic needs them above 0: half a row, as in Jeffreys'
    /// prior. It fades with the number of rows, so that a new category weighs the more the more rows it was absent
    /// from.
    static final double PSEUDO_COUNT = 0.5;

    private final double[] reference;
    private final double[] current;

    private Shares(double[] reference, double[] current) {
        this.reference = reference;
        this.current = current;
    }

    /// Plain shares.
    static Shares of(long[] reference, long[] current) {
        return of(reference, current, 0);
    }

    /// Shares of counts with [#PSEUDO_COUNT] added to each; all are above 0 and sum to 1.
    static Shares smoothed(long[] reference, long[] current) {
        return of(reference, current, PSEUDO_COUNT);
    }

    private static Shares of(long[] reference, long[] current, double added) {
        int[] used = usedBins(reference, current);
        long referenceRows = sum(reference);
        long currentRows = sum(current);
        double[] referenceShares = new double[used.length];
        double[] currentShares = new double[used.length];
        for (int i = 0; i < used.length; i++) {
            referenceShares[i] = (reference[used[i]] + added) / (referenceRows + added * used.length);
            currentShares[i] = (current[used[i]] + added) / (currentRows + added * used.length);
        }
        return new Shares(referenceShares, currentShares);
    }

    /// Shares of the reference, in the order of the bins.
    double[] reference() {
        return reference;
    }

    /// Shares of the current counts, in the order of the bins.
    double[] current() {
        return current;
    }

    /// Bins that are not empty on both sides.
    int bins() {
        return reference.length;
    }

    static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum = Math.addExact(sum, count);
        }
        return sum;
    }

    /// Indices of the bins that are not empty on both sides.
    static int[] usedBins(long[] reference, long[] current) {
        if (reference.length != current.length) {
            throw new IllegalArgumentException("Found " + reference.length + " bins of the reference and "
                    + current.length + " current ones, expected as many.");
        }
        int[] used = new int[reference.length];
        int size = 0;
        for (int i = 0; i < reference.length; i++) {
            if (reference[i] < 0 || current[i] < 0) {
                throw new IllegalArgumentException("Found counts " + reference[i] + " and " + current[i] + " in bin "
                        + i + ", expected 0 or more.");
            }
            if (reference[i] + current[i] > 0) {
                used[size++] = i;
            }
        }
        return Arrays.copyOf(used, size);
    }
}
