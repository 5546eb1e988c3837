package io.tidemark.stats.quantile;

import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.Arrays;
import java.util.OptionalDouble;

/// Quantiles of numbers from 0 on (errors, delays, latencies), mergeable and independent of order.
///
/// Up to `exactLimit` values are kept as they are, and every answer is exact. From one more on, values are counted in
/// [LogBuckets] of 128 per octave between 2^-30 and 2^70: an answer is then off by at most [#errorBound]: 0.4 % of
/// the true quantile, or 1e-9 for quantiles below 1e-9. What is held is a function of the multiset of values alone,
/// unless values were taken back from counts.
/// As values it takes 8 bytes each; as counts 8 bytes per bucket between the smallest and the largest value, 10 KB
/// over ten octaves.
public final class QuantileCounts {
    private static final byte KIND = 'Q';

    /// As many values as could be kept as they are, of which only the counts are left: others were taken back.
    private static final byte COUNTED_KIND = 'q';

    private static final LogBuckets BUCKETS = new LogBuckets(7, -30, 70);
    private static final double[] NO_VALUES = {};
    private static final int INITIAL_VALUES = 16;

    private final int exactLimit;
    private long count;
    private double min = Double.POSITIVE_INFINITY;
    private double max;

    /// The values themselves while they are few: the first `kept` entries.
    private double[] values = NO_VALUES;

    private int kept;
    private boolean sorted = true;

    /// True once values were turned into counts; then `min` and `max` are bounds.
    private boolean counted;

    /// All values when they are many.
    private final BucketCounts buckets = new BucketCounts();

    /// @param exactLimit how many values are kept as they are, 0 or more
    public QuantileCounts(int exactLimit) {
        if (exactLimit < 0) {
            throw new IllegalArgumentException("Found limit " + exactLimit + ", expected 0 or more.");
        }
        this.exactLimit = exactLimit;
    }

    /// Adds a value.
    ///
    /// @throws IllegalArgumentException for negative numbers, NaN and infinities
    public void add(double value) {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("Found " + value + ", expected a finite number from 0 on.");
        }
        // Adding 0.0 turns a negative zero into a positive one.
        double positive = value + 0.0;
        min = Math.min(min, positive);
        max = Math.max(max, positive);
        count++;
        if (!counted && count <= exactLimit) {
            keep(positive);
        } else {
            moveToBuckets();
            buckets.add(BUCKETS.indexOf(positive), 1);
        }
    }

    /// Adds all that the other one holds; both need the same limit.
    public void merge(QuantileCounts other) {
        if (other.exactLimit != exactLimit) {
            throw new IllegalArgumentException("Found limits " + exactLimit + " and " + other.exactLimit
                    + ", expected the same: what is merged would depend on the order.");
        }
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        count += other.count;
        if (count > exactLimit || other.counted) {
            moveToBuckets();
        }
        for (int i = 0; i < other.kept; i++) {
            if (isExact()) {
                keep(other.values[i]);
            } else {
                buckets.add(BUCKETS.indexOf(other.values[i]), 1);
            }
        }
        buckets.merge(other.buckets);
    }

    /// Takes values back that were added before; both need the same limit.
    ///
    /// @throws IllegalArgumentException when the other one holds more values than this one, or others while all are
    /// kept as they are; nothing is changed then
    public void subtract(QuantileCounts other) {
        if (other.exactLimit != exactLimit || other.count > count) {
            throw new IllegalArgumentException("Found " + other.count + " values with limit " + other.exactLimit
                    + " to take back, expected at most " + count + " with limit " + exactLimit + ".");
        }
        if (other.count == count) {
            clear();
            return;
        }
        if (!counted && !other.counted) {
            removeKept(other);
            return;
        }
        count -= other.count;
        moveToBuckets();
        for (int i = 0; i < other.kept; i++) {
            buckets.add(BUCKETS.indexOf(other.values[i]), -1);
        }
        buckets.subtract(other.buckets);
    }

    /// Values that are in both are dropped here, each as often as the other one has it.
    private void removeKept(QuantileCounts other) {
        sort();
        other.sort();
        double[] left = new double[kept - other.kept];
        int next = 0;
        for (int i = 0; i < kept; i++) {
            if (next < other.kept && values[i] == other.values[next]) {
                next++;
            } else if (i - next < left.length) {
                left[i - next] = values[i];
            } else {
                throw new IllegalArgumentException(
                        "Found " + other.kept + " values to take back, expected values that were added.");
            }
        }
        count = left.length;
        values = left;
        kept = left.length;
        min = values[0];
        max = values[kept - 1];
    }

    private void clear() {
        count = 0;
        kept = 0;
        values = NO_VALUES;
        sorted = true;
        counted = false;
        buckets.clear();
        min = Double.POSITIVE_INFINITY;
        max = 0;
    }

    public long count() {
        return count;
    }

    /// True while every answer is exact.
    public boolean isExact() {
        return !counted;
    }

    /// The smallest value; empty without values. Exact, or a bound once values were taken back.
    public OptionalDouble min() {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(min);
    }

    /// The largest value; empty without values. Exact, or a bound once values were taken back.
    public OptionalDouble max() {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(max);
    }

    /// The middle value, or the mean of the two in the middle; empty without values.
    public OptionalDouble median() {
        return quantile(0.5);
    }

    /// The quantile by linear interpolation between order statistics, position `q * (count - 1)` counted from 0 (the
    /// default of NumPy, type 7 of Hyndman and Fan); empty without values.
    ///
    /// @param q 0 (the smallest value) to 1 (the largest)
    public OptionalDouble quantile(double q) {
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("Found quantile " + q + ", expected 0 to 1.");
        }
        if (count == 0) {
            return OptionalDouble.empty();
        }
        double position = q * (count - 1);
        long below = (long) position;
        double share = position - below;
        double low = orderStatistic(below);
        if (share == 0) {
            return OptionalDouble.of(low);
        }
        double high = orderStatistic(below + 1);
        // From the nearer side, so that the median of two is their mean and equal neighbours give themselves.
        return OptionalDouble.of(share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share));
    }

    /// The value of rank `rank` in ascending order, counted from 0; off by at most [#errorBound].
    ///
    /// @throws IndexOutOfBoundsException unless the rank is below the count
    public double orderStatistic(long rank) {
        if (rank < 0 || rank >= count) {
            throw new IndexOutOfBoundsException("Found rank " + rank + ", expected 0 to " + (count - 1) + ".");
        }
        if (isExact()) {
            sort();
            return values[(int) rank];
        }
        return Math.clamp(BUCKETS.middle(buckets.bucketOfRank(rank)), min, max);
    }

    /// How far an answer of this size may be from the true quantile; 0 while exact.
    public double errorBound(double answer) {
        if (isExact()) {
            return 0;
        }
        // The bound is a share of the true value, which is at most this much larger than the answer.
        double share = BUCKETS.relativeError() / (1 - BUCKETS.relativeError());
        return Math.max(answer * share, BUCKETS.low());
    }

    /// The state; equal multisets of values have equal bytes.
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        writeTo(out);
        return out.toBytes();
    }

    /// Writes the state as part of a larger one.
    public void writeTo(StateWriter out) {
        out.writeByte(counted && count <= exactLimit ? COUNTED_KIND : KIND);
        out.writeCount(exactLimit);
        out.writeCount(count);
        if (count == 0) {
            return;
        }
        if (isExact()) {
            sort();
            for (int i = 0; i < kept; i++) {
                out.writeDouble(values[i]);
            }
            return;
        }
        out.writeDouble(min);
        out.writeDouble(max);
        for (int bucket = BUCKETS.indexOf(min); bucket <= BUCKETS.indexOf(max); bucket++) {
            out.writeCount(buckets.get(bucket));
        }
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws CorruptStateException when it cannot have been written by it
    public static QuantileCounts fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        QuantileCounts counts = readFrom(in);
        in.expectEnd();
        return counts;
    }

    /// Reads what [#writeTo] wrote.
    ///
    /// @throws CorruptStateException when it cannot have been written by it
    public static QuantileCounts readFrom(StateReader in) {
        byte kind = in.readByte();
        if (kind != KIND && kind != COUNTED_KIND) {
            throw new CorruptStateException("Found state of kind " + kind + ", expected " + KIND + " or " + COUNTED_KIND
                    + " (quantile counts of this version).");
        }
        QuantileCounts read = new QuantileCounts(in.readCount(Integer.MAX_VALUE, "limit of exact values"));
        long count = in.readCount();
        if (kind == KIND && count <= read.exactLimit) {
            for (long i = 0; i < count; i++) {
                read.add(readValue(in));
            }
            return read;
        }
        read.count = count;
        read.counted = true;
        read.min = readValue(in);
        read.max = readValue(in);
        long passed = 0;
        if (read.min <= read.max) {
            read.buckets.cover(BUCKETS.indexOf(read.min), BUCKETS.indexOf(read.max));
        }
        for (int bucket = BUCKETS.indexOf(read.min); bucket <= BUCKETS.indexOf(read.max); bucket++) {
            long inBucket = in.readCount();
            passed = Math.addExact(passed, inBucket);
            read.buckets.add(bucket, inBucket);
        }
        if (passed != count) {
            throw new CorruptStateException(
                    "Found " + passed + " values in the buckets, expected " + count + " as the state says.");
        }
        return read;
    }

    private static double readValue(StateReader in) {
        double value = in.readFinite("value");
        if (value < 0) {
            throw new CorruptStateException("Found value " + value + ", expected 0 or more.");
        }
        return value;
    }

    private void keep(double value) {
        if (kept == values.length) {
            values = Arrays.copyOf(values, (int) Math.min(exactLimit, Math.max(INITIAL_VALUES, 2L * kept)));
        }
        sorted = kept == 0 || (sorted && values[kept - 1] <= value);
        values[kept++] = value;
    }

    private void sort() {
        if (!sorted) {
            Arrays.sort(values, 0, kept);
            sorted = true;
        }
    }

    /// Turns the values that were kept so far into counts.
    private void moveToBuckets() {
        for (int i = 0; i < kept; i++) {
            buckets.add(BUCKETS.indexOf(values[i]), 1);
        }
        values = NO_VALUES;
        kept = 0;
        counted = true;
    }
}
