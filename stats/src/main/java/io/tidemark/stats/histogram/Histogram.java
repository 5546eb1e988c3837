package io.tidemark.stats.histogram;

import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.Arrays;

/// How many values fell into each bin.
///
/// Counts are whole numbers, so merging is exact, associative and commutative, and subtracting undoes it: the counts
/// of a stream equal those of the same rows in one batch, bit for bit, under any partitioning.
public final class Histogram {
    private static final byte KIND = 'H';

    private final Bins bins;
    private final long[] counts;

    public Histogram(Bins bins) {
        this.bins = bins;
        counts = new long[bins.count()];
    }

    /// A histogram of these values.
    public static Histogram of(Bins bins, double... values) {
        Histogram histogram = new Histogram(bins);
        for (double value : values) {
            histogram.add(value);
        }
        return histogram;
    }

    /// A histogram with these counts.
    ///
    /// @param counts one for each bin in their order, 0 or more
    public static Histogram ofCounts(Bins bins, long... counts) {
        Histogram histogram = new Histogram(bins);
        if (counts.length != bins.count()) {
            throw new IllegalArgumentException(
                    "Found " + counts.length + " counts, expected one for each of " + bins.count() + " bins.");
        }
        for (int i = 0; i < counts.length; i++) {
            histogram.add(i, counts[i]);
        }
        return histogram;
    }

    /// Counts a value. Allocates nothing.
    public void add(double value) {
        counts[bins.binOf(value)]++;
    }

    /// Counts `times` values in a bin.
    public void add(int bin, long times) {
        if (times < 0) {
            throw new IllegalArgumentException("Found " + times + " values, expected 0 or more.");
        }
        counts[bin] = Math.addExact(counts[bin], times);
    }

    /// Adds the counts of a histogram over the same bins.
    public void merge(Histogram other) {
        requireSameBins(other);
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.addExact(counts[i], other.counts[i]);
        }
    }

    /// Takes back the counts of a histogram that was merged before.
    ///
    /// @throws IllegalArgumentException when it holds more in a bin than this one; nothing is changed then
    public void subtract(Histogram other) {
        requireSameBins(other);
        for (int i = 0; i < counts.length; i++) {
            if (other.counts[i] > counts[i]) {
                throw new IllegalArgumentException("Found " + other.counts[i] + " values to take from bin "
                        + bins.label(i) + ", expected " + counts[i] + " at most: they were never added.");
            }
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] -= other.counts[i];
        }
    }

    /// Empties all bins.
    public void clear() {
        Arrays.fill(counts, 0);
    }

    public Bins bins() {
        return bins;
    }

    public long count(int bin) {
        return counts[bin];
    }

    /// A copy of the counts, one for each bin in their order.
    public long[] counts() {
        return counts.clone();
    }

    /// All values that were counted, missing ones included.
    public long total() {
        return Arrays.stream(counts).sum();
    }

    /// Values that are not missing.
    public long present() {
        return total() - missing();
    }

    public long missing() {
        return counts[bins.missing()];
    }

    /// Categories that training never saw; 0 for a numeric feature.
    public long unseen() {
        return switch (bins) {
            case NumericBins ignored -> 0;
            case CategoryBins categories -> counts[categories.unseen()];
        };
    }

    public Histogram copy() {
        Histogram copy = new Histogram(bins);
        copy.merge(this);
        return copy;
    }

    /// The counts and the fingerprint of their bins: about one byte for each empty bin, two for one of up to 16,383.
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        writeTo(out);
        return out.toBytes();
    }

    /// Writes the state as part of a larger one.
    public void writeTo(StateWriter out) {
        out.writeByte(KIND);
        out.writeInt(bins.fingerprint());
        for (long count : counts) {
            out.writeCount(count);
        }
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @param bins the bins that the counts are of; the bytes do not hold them
    /// @throws CorruptStateException when the bytes are damaged or belong to other bins
    public static Histogram fromBytes(Bins bins, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        Histogram histogram = readFrom(bins, in);
        in.expectEnd();
        return histogram;
    }

    /// Reads what [#writeTo] wrote.
    ///
    /// @throws CorruptStateException when the bytes are damaged or belong to other bins
    public static Histogram readFrom(Bins bins, StateReader in) {
        in.expectKind(KIND, "histogram");
        int fingerprint = in.readInt();
        if (fingerprint != bins.fingerprint()) {
            throw new CorruptStateException("Found counts of bins with fingerprint " + Integer.toHexString(fingerprint)
                    + ", expected " + Integer.toHexString(bins.fingerprint()) + ": they belong to another profile.");
        }
        Histogram histogram = new Histogram(bins);
        for (int i = 0; i < histogram.counts.length; i++) {
            histogram.counts[i] = in.readCount();
        }
        return histogram;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Histogram that && bins.equals(that.bins) && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * bins.hashCode() + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Histogram" + Arrays.toString(counts);
    }

    private void requireSameBins(Histogram other) {
        if (!bins.equals(other.bins)) {
            throw new IllegalArgumentException(
                    "Found a histogram over " + other.bins + ", expected one over " + bins + ".");
        }
    }
}
