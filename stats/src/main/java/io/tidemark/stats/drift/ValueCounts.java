package io.tidemark.stats.drift;

import io.tidemark.stats.histogram.Samples;
import java.util.Arrays;

/// Two samples as counts at each distinct value of either, ascending. NaN and infinities are left out.
final class ValueCounts {
    private final long[] reference;
    private final long[] current;

    private ValueCounts(long[] reference, long[] current) {
        this.reference = reference;
        this.current = current;
    }

    static ValueCounts of(double[] reference, double[] current) {
        double[] r = Samples.finiteSorted(reference);
        double[] c = Samples.finiteSorted(current);
        long[] referenceCounts = new long[r.length + c.length];
        long[] currentCounts = new long[r.length + c.length];
        int i = 0;
        int j = 0;
        int size = 0;
        while (i < r.length || j < c.length) {
            double value = Math.min(
                    i < r.length ? r[i] : Double.POSITIVE_INFINITY, j < c.length ? c[j] : Double.POSITIVE_INFINITY);
            for (; i < r.length && r[i] == value; i++) {
                referenceCounts[size]++;
            }
            for (; j < c.length && c[j] == value; j++) {
                currentCounts[size]++;
            }
            size++;
        }
        return new ValueCounts(Arrays.copyOf(referenceCounts, size), Arrays.copyOf(currentCounts, size));
    }

    long[] reference() {
        return reference;
    }

    long[] current() {
        return current;
    }
}
