package io.tidemark.stats.histogram;

import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;

/// How many values lie where training saw none: below or above its range, or far from its mean. Mergeable.
public final class RangeCounts {
    /// Standard deviations from the training mean, from which on a value is an outlier.
    public static final double OUTLIER_SDS = 5;

    private static final byte KIND = 'R';

    private final double min;
    private final double max;
    private final double outlierBelow;
    private final double outlierAbove;
    private long below;
    private long above;
    private long outliers;

    /// @param training figures of the training rows
    public RangeCounts(NumericSummary training) {
        min = training.min();
        max = training.max();
        outlierBelow = training.mean() - OUTLIER_SDS * training.sd();
        outlierAbove = training.mean() + OUTLIER_SDS * training.sd();
    }

    /// Counts a value; NaN and infinities count nowhere.
    public void add(double value) {
        if (!(Math.abs(value) <= Double.MAX_VALUE)) {
            return;
        }
        if (value < min) {
            below++;
        } else if (value > max) {
            above++;
        }
        if (value < outlierBelow || value > outlierAbove) {
            outliers++;
        }
    }

    public void merge(RangeCounts other) {
        below += other.below;
        above += other.above;
        outliers += other.outliers;
    }

    /// Takes back what was merged before.
    public void subtract(RangeCounts other) {
        below -= other.below;
        above -= other.above;
        outliers -= other.outliers;
    }

    /// Values below the smallest one of training.
    public long below() {
        return below;
    }

    /// Values above the largest one of training.
    public long above() {
        return above;
    }

    /// Values more than five standard deviations of training from its mean, inside its range or not.
    public long outliers() {
        return outliers;
    }

    /// Writes the state as part of a larger one.
    public void writeTo(StateWriter out) {
        out.writeByte(KIND);
        out.writeCount(below);
        out.writeCount(above);
        out.writeCount(outliers);
    }

    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        writeTo(out);
        return out.toBytes();
    }

    /// Reads what [#writeTo] wrote.
    ///
    /// @param training figures of the same training rows; the bytes do not hold them
    /// @throws io.tidemark.stats.state.CorruptStateException when it cannot have been written by it
    public static RangeCounts readFrom(NumericSummary training, StateReader in) {
        in.expectKind(KIND, "range counts");
        RangeCounts counts = new RangeCounts(training);
        counts.below = in.readCount();
        counts.above = in.readCount();
        counts.outliers = in.readCount();
        return counts;
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @param training figures of the same training rows; the bytes do not hold them
    /// @throws io.tidemark.stats.state.CorruptStateException when it cannot have been written by it
    public static RangeCounts fromBytes(NumericSummary training, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        RangeCounts counts = readFrom(training, in);
        in.expectEnd();
        return counts;
    }
}
