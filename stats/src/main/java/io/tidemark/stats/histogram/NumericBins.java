package io.tidemark.stats.histogram;

import io.tidemark.stats.state.StateWriter;
import java.util.Arrays;

/// Bins of a numeric feature, given by the cuts between them.
///
/// Lower ends are exclusive, upper ends inclusive, and both outer bins are open: with cuts c0 < c1 < ... the bins are
/// (-inf, c0], (c0, c1], ..., (ck, inf), then missing. So a cut just below a value and one at it make a bin of that
/// value alone. One outlier moves no bin, it only counts in an outer one.
public final class NumericBins implements Bins {
    private final double[] cuts;

    /// The cuts, filled up with infinity to one less than a power of two: each search takes the same steps.
    private final double[] searched;

    private final int fingerprint;

    /// @param cuts finite and ascending, each larger than the one before; empty for one bin of all values
    public NumericBins(double... cuts) {
        for (int i = 0; i < cuts.length; i++) {
            if (!Double.isFinite(cuts[i]) || (i > 0 && cuts[i] <= cuts[i - 1])) {
                throw new IllegalArgumentException(
                        "Found cuts " + Arrays.toString(cuts) + ", expected finite and ascending ones.");
            }
        }
        this.cuts = cuts.clone();
        // Adding 0.0 turns a negative zero into a positive one, so that equal bins have equal bytes.
        Arrays.setAll(this.cuts, i -> this.cuts[i] + 0.0);
        searched = Arrays.copyOf(this.cuts, (Integer.highestOneBit(Math.max(cuts.length, 1)) << 1) - 1);
        Arrays.fill(searched, cuts.length, searched.length, Double.POSITIVE_INFINITY);
        fingerprint = BinsFormat.fingerprint(this);
    }

    @Override
    public int count() {
        return cuts.length + 2;
    }

    @Override
    public int values() {
        return cuts.length + 1;
    }

    /// A binary search without branches on the data: one step per doubling of the cuts, 6 for 32 to 63 cuts.
    @Override
    public int binOf(double value) {
        if (!(Math.abs(value) <= Double.MAX_VALUE)) {
            return missing();
        }
        double[] edges = searched;
        int bin = 0;
        for (int step = (edges.length + 1) >>> 1; step > 0; step >>>= 1) {
            // The sign of the difference as a mask: all ones where the cut lies below the value.
            long below = Double.doubleToRawLongBits(edges[bin + step - 1] - value) >> (Long.SIZE - 1);
            bin += step & (int) below;
        }
        return bin;
    }

    /// A copy of the cuts.
    public double[] cuts() {
        return cuts.clone();
    }

    /// Lower end of a bin of values, exclusive; minus infinity for the first one.
    public double lowerEnd(int bin) {
        return bin == 0 ? Double.NEGATIVE_INFINITY : cuts[bin - 1];
    }

    /// Upper end of a bin of values, inclusive; infinity for the last one.
    public double upperEnd(int bin) {
        return bin == cuts.length ? Double.POSITIVE_INFINITY : cuts[bin];
    }

    /// Whether the bin holds one value only.
    public boolean isAtom(int bin) {
        return bin > 0 && bin < cuts.length && Math.nextUp(cuts[bin - 1]) == cuts[bin];
    }

    @Override
    public String label(int bin) {
        if (bin == missing()) {
            return "missing";
        }
        if (isAtom(bin)) {
            return Double.toString(cuts[bin]);
        }
        String lower = bin == 0 ? "(-inf" : "(" + cuts[bin - 1];
        String upper = bin == cuts.length ? "inf)" : cuts[bin] + "]";
        return lower + ", " + upper;
    }

    @Override
    public int fingerprint() {
        return fingerprint;
    }

    @Override
    public void writeTo(StateWriter out) {
        BinsFormat.write(this, out);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumericBins that && Arrays.equals(cuts, that.cuts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(cuts);
    }

    @Override
    public String toString() {
        return "NumericBins" + Arrays.toString(cuts);
    }
}
