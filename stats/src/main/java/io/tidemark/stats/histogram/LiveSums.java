package io.tidemark.stats.histogram;

import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.OptionalDouble;

/// Mean, spread and range of live values, in sums of whole numbers: merging and taking back are exact, in any order.
///
/// A value counts by its distance from the training mean in training standard deviations: for the mean to 2^-20 of
/// one, at most 1,024 to either side; for the spread to 2^-8 of one, at most 32. So one value of 1e300 moves the mean
/// by 1,024 / rows at most. Where training saw one value only, the unit is that value's magnitude, or 1.
///
/// About 15 bytes as state.
public final class LiveSums {
    private static final byte KIND = 'S';
    private static final double FINE = 1 << 20;
    private static final double COARSE = 1 << 8;
    private static final double FARTHEST_FOR_MEAN = 1 << 10;
    private static final double FARTHEST_FOR_SPREAD = 1 << 5;

    private final NumericSummary training;
    private final double unit;
    private final RangeCounts range;
    private long count;
    private long fineSum;
    private long coarseSum;
    private long coarseSquares;

    /// @param training figures of the training rows
    public LiveSums(NumericSummary training) {
        this.training = training;
        this.unit = unit(training);
        this.range = new RangeCounts(training);
    }

    private static double unit(NumericSummary training) {
        if (training.sd() > 0) {
            return training.sd();
        }
        return training.mean() == 0 ? 1 : Math.abs(training.mean());
    }

    /// Adds a value; NaN and infinities count nowhere. Allocates nothing.
    public void add(double value) {
        if (!(Math.abs(value) <= Double.MAX_VALUE)) {
            return;
        }
        count++;
        double distance = (value - training.mean()) / unit;
        fineSum += (long) Math.rint(Math.clamp(distance, -FARTHEST_FOR_MEAN, FARTHEST_FOR_MEAN) * FINE);
        long coarse = (long) Math.rint(Math.clamp(distance, -FARTHEST_FOR_SPREAD, FARTHEST_FOR_SPREAD) * COARSE);
        coarseSum += coarse;
        coarseSquares += coarse * coarse;
        range.add(value);
    }

    /// Adds all that the other one holds; both need the same training figures.
    public void merge(LiveSums other) {
        count += other.count;
        fineSum += other.fineSum;
        coarseSum += other.coarseSum;
        coarseSquares += other.coarseSquares;
        range.merge(other.range);
    }

    /// Takes back what was merged before.
    public void subtract(LiveSums other) {
        count -= other.count;
        fineSum -= other.fineSum;
        coarseSum -= other.coarseSum;
        coarseSquares -= other.coarseSquares;
        range.subtract(other.range);
    }

    public LiveSums copy() {
        LiveSums copy = new LiveSums(training);
        copy.merge(this);
        return copy;
    }

    /// Figures of the training rows.
    public NumericSummary training() {
        return training;
    }

    /// Finite values.
    public long count() {
        return count;
    }

    /// Values where training saw none.
    public RangeCounts range() {
        return range;
    }

    /// The mean, in the feature's unit; empty without values.
    public OptionalDouble mean() {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(training.mean() + fineSum / FINE / count * unit);
    }

    /// The standard deviation of the population, in the feature's unit; empty without values.
    public OptionalDouble sd() {
        if (count == 0) {
            return OptionalDouble.empty();
        }
        double mean = (double) coarseSum / count;
        double variance = Math.max(0, (double) coarseSquares / count - mean * mean);
        return OptionalDouble.of(Math.sqrt(variance) / COARSE * unit);
    }

    /// Writes the state as part of a larger one.
    public void writeTo(StateWriter out) {
        out.writeByte(KIND);
        out.writeCount(count);
        out.writeSigned(fineSum);
        out.writeSigned(coarseSum);
        out.writeCount(coarseSquares);
        range.writeTo(out);
    }

    /// Reads what [#writeTo] wrote.
    ///
    /// @param training figures of the same training rows; the bytes do not hold them
    /// @throws io.tidemark.stats.state.CorruptStateException when it cannot have been written by it
    public static LiveSums readFrom(NumericSummary training, StateReader in) {
        in.expectKind(KIND, "sums of live values");
        LiveSums sums = new LiveSums(training);
        sums.count = in.readCount();
        sums.fineSum = in.readSigned();
        sums.coarseSum = in.readSigned();
        sums.coarseSquares = in.readCount();
        sums.range.merge(RangeCounts.readFrom(training, in));
        return sums;
    }
}
