package io.tidemark.stats.drift;

import io.tidemark.stats.exact.ExactSum;
import io.tidemark.stats.histogram.NumericBins;
import io.tidemark.stats.histogram.NumericMoments;
import io.tidemark.stats.histogram.NumericSummary;
import io.tidemark.stats.histogram.Samples;
import java.util.OptionalDouble;

/// The Wasserstein distance: the area between two distribution functions, in the unit of the feature.
public final class Wasserstein {
    /// Evidently's floor for the standard deviation that a distance is divided by.
    static final double SMALLEST_SD = 0.001;

    private Wasserstein() {}

    /// The exact distance of two samples, SciPy's `wasserstein_distance`; absent when one has no finite value. NaN
    /// and infinities are missing.
    public static OptionalDouble distance(double[] reference, double[] current) {
        double[] r = Samples.finiteSorted(reference);
        double[] c = Samples.finiteSorted(current);
        if (r.length == 0 || c.length == 0) {
            return OptionalDouble.empty();
        }
        ExactSum area = new ExactSum();
        double value = Math.min(r[0], c[0]);
        int i = 0;
        int j = 0;
        while (i < r.length && j < c.length) {
            while (i < r.length && r[i] == value) {
                i++;
            }
            while (j < c.length && c[j] == value) {
                j++;
            }
            double next = Math.min(
                    i < r.length ? r[i] : Double.POSITIVE_INFINITY, j < c.length ? c[j] : Double.POSITIVE_INFINITY);
            if (next < Double.POSITIVE_INFINITY) {
                double gap = Math.abs((double) i / r.length - (double) j / c.length);
                // Halves, so that the distance of the two ends of the range does not overflow.
                area.add(gap * (next / 2 - value / 2));
                value = next;
            }
        }
        area.add(restOfArea(r, i, value));
        area.add(restOfArea(c, j, value));
        return OptionalDouble.of(2 * area.value());
    }

    /// The distance in standard deviations of the reference (population, 0.001 at least), as Evidently norms it;
    /// absent when one sample has no finite value.
    public static OptionalDouble normed(double[] reference, double[] current) {
        OptionalDouble distance = distance(reference, current);
        if (distance.isEmpty()) {
            return distance;
        }
        double sd = NumericMoments.of(reference).sd().orElse(0);
        return OptionalDouble.of(distance.getAsDouble() / Math.max(sd, SMALLEST_SD));
    }

    /// The distance from counts in the bins of a profile; absent when one side has no rows.
    ///
    /// Rows are spread evenly over their bin. The outer bins end at the smallest and the largest training value: what
    /// lies beyond counts as at that end, so that one outlier cannot make a distance of its own. Off by at most the
    /// sum over the bins of their width times half the rows' shares in them.
    ///
    /// @param bins the bins of the profile
    /// @param training figures of the training rows
    /// @param reference counts of the bins of values
    /// @param current counts of the bins of values
    public static OptionalDouble distance(NumericBins bins, NumericSummary training, long[] reference, long[] current) {
        double n = Shares.sum(reference);
        double m = Shares.sum(current);
        if (n == 0 || m == 0) {
            return OptionalDouble.empty();
        }
        ExactSum area = new ExactSum();
        double lower = training.min();
        double gap = 0;
        for (int bin = 0; bin < bins.values(); bin++) {
            double upper = Math.clamp(bins.upperEnd(bin), lower, training.max());
            double nextGap = gap + reference[bin] / n - current[bin] / m;
            area.add(areaBetween(gap, nextGap) * (upper - lower));
            lower = upper;
            gap = nextGap;
        }
        return OptionalDouble.of(area.value());
    }

    /// One sample has ended at `value`: the other one's remaining rows have to come from there.
    private static double restOfArea(double[] sorted, int from, double value) {
        ExactSum area = new ExactSum();
        double last = value;
        for (int i = from; i < sorted.length; i++) {
            area.add((sorted.length - i) / (double) sorted.length * (sorted[i] / 2 - last / 2));
            last = sorted[i];
        }
        return area.value();
    }

    /// Mean of |gap| along a straight line from one gap to the other.
    private static double areaBetween(double from, double to) {
        if (from * to >= 0) {
            return Math.abs(from + to) / 2;
        }
        return (from * from + to * to) / (2 * Math.abs(to - from));
    }
}
