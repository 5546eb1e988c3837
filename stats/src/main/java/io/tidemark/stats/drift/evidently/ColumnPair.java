package io.tidemark.stats.drift.evidently;

import io.tidemark.stats.histogram.Samples;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;

/// A column of reference and current rows, cleaned as Evidently does: missing and infinite values dropped on each side.
final class ColumnPair {
    /// Reference columns with more distinct numbers than that are cut into bins.
    private static final int FEW_VALUES = 20;

    final ColumnKind kind;

    /// Finite values, ascending; one or more.
    final double[] reference;

    /// Finite values, ascending; one or more.
    final double[] current;

    private ColumnPair(ColumnKind kind, double[] reference, double[] current) {
        this.kind = kind;
        this.reference = reference;
        this.current = current;
    }

    /// The cleaned column; empty when nothing is left on a side.
    static Optional<ColumnPair> of(ColumnKind kind, double[] reference, double[] current) {
        double[] r = Samples.finiteSorted(reference);
        double[] c = Samples.finiteSorted(current);
        return r.length == 0 || c.length == 0 ? Optional.empty() : Optional.of(new ColumnPair(kind, r, c));
    }

    /// Counts of both sides over the same bins.
    static final class Counts {
        final long[] reference;
        final long[] current;

        Counts(long[] reference, long[] current) {
            this.reference = reference;
            this.current = current;
        }
    }

    /// Counts per bin for many distinct numbers, per distinct value otherwise; empty when no bins can be made.
    Optional<Counts> binned() {
        if (kind == ColumnKind.CATEGORY || distinct(reference).length <= FEW_VALUES) {
            return Optional.of(perValue());
        }
        double min = Math.min(reference[0], current[0]);
        double max = Math.max(reference[reference.length - 1], current[current.length - 1]);
        return SturgesBins.over(min, max, (long) reference.length + current.length, kind == ColumnKind.INTEGER)
                .map(bins -> new Counts(bins.counts(reference), bins.counts(current)));
    }

    /// Counts per distinct value of either side, ascending.
    Counts perValue() {
        double[] values = values();
        return new Counts(counts(reference, values), counts(current, values));
    }

    /// Distinct values of both sides, ascending.
    double[] values() {
        return DoubleStream.concat(Arrays.stream(reference), Arrays.stream(current))
                .sorted()
                .distinct()
                .toArray();
    }

    static double[] distinct(double[] sorted) {
        return Arrays.stream(sorted).distinct().toArray();
    }

    private static long[] counts(double[] sorted, double[] values) {
        long[] counts = new long[values.length];
        int i = 0;
        for (double value : sorted) {
            while (values[i] != value) {
                i++;
            }
            counts[i]++;
        }
        return counts;
    }
}
