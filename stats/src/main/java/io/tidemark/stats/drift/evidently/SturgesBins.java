package io.tidemark.stats.drift.evidently;

import java.util.Arrays;
import java.util.Optional;

/// Equal-width bins as `numpy.histogram_bin_edges(values, "sturges")` and `numpy.histogram` make and fill them.
///
/// Each operation is NumPy's, in its order, so that values on an edge fall to the same side. Bins include their lower
/// end, the last one both ends.
final class SturgesBins {
    private final double[] edges;

    private SturgesBins(double[] edges) {
        this.edges = edges;
    }

    /// Bins over the range of the values; empty where the range is too narrow, or too wide, for a double.
    ///
    /// @param min the smallest value
    /// @param max the largest value
    /// @param size how many values there are, 1 or more
    /// @param integer whether they are integers to NumPy, which makes no bins narrower than 1 then
    static Optional<SturgesBins> over(double min, double max, long size, boolean integer) {
        double first = min == max ? min - 0.5 : min;
        double last = min == max ? max + 0.5 : max;
        double width = (max - min) / (log2(size) + 1);
        if (integer && width > 0 && width < 1) {
            width = 1;
        }
        double count = width == 0 ? 1 : Math.ceil((last - first) / width);
        if (!(count < Integer.MAX_VALUE)) {
            return Optional.empty();
        }
        double[] edges = new double[(int) count + 1];
        double step = (last - first) / count;
        Arrays.setAll(edges, i -> i * step + first);
        edges[edges.length - 1] = last;
        for (int i = 1; i < edges.length; i++) {
            if (!(edges[i - 1] < edges[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(new SturgesBins(edges));
    }

    int count() {
        return edges.length - 1;
    }

    /// Width of a bin between its edges as they are rounded.
    double width(int bin) {
        return edges[bin + 1] - edges[bin];
    }

    /// Width of all bins together.
    double range() {
        return edges[edges.length - 1] - edges[0];
    }

    /// How many values lie in each bin.
    ///
    /// @param sorted ascending
    long[] counts(double[] sorted) {
        long[] counts = new long[count()];
        int from = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            int to = from;
            boolean lastBin = bin == counts.length - 1;
            while (to < sorted.length && (sorted[to] < edges[bin + 1] || (lastBin && sorted[to] == edges[bin + 1]))) {
                to++;
            }
            counts[bin] = (long) to - from;
            from = to;
        }
        return counts;
    }

    /// Exact for powers of two, where the number of bins jumps.
    private static double log2(long size) {
        int exponent = Math.getExponent((double) size);
        return exponent + Math.log(size / Math.scalb(1.0, exponent)) / Math.log(2);
    }
}
