package io.tidemark.stats.histogram;

import io.tidemark.stats.exact.ExactSum;
import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.OptionalDouble;
import org.apache.commons.numbers.core.DD;

/// Mean, standard deviation and range of a stream of numbers, exact and mergeable.
///
/// The sums carry all bits, so a large offset costs no precision and neither order nor merging matters. NaN,
/// infinities and magnitudes beyond 1e150, whose squares a double cannot hold, are missing. About 100 bytes as state.
public final class NumericMoments {
    /// Larger magnitudes are no measurements.
    public static final double LARGEST_MAGNITUDE = 1e150;

    private static final byte KIND = 'M';

    private long count;
    private long missing;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private ExactSum sum = new ExactSum();
    private ExactSum squares = new ExactSum();

    public static NumericMoments of(double... values) {
        NumericMoments moments = new NumericMoments();
        for (double value : values) {
            moments.add(value);
        }
        return moments;
    }

    public void add(double value) {
        if (!(Math.abs(value) <= LARGEST_MAGNITUDE)) {
            missing++;
            return;
        }
        count++;
        // Adding 0.0 turns a negative zero into a positive one: zeros in any order give the same bits.
        min = Math.min(min, value + 0.0);
        max = Math.max(max, value + 0.0);
        sum.add(value);
        squares.addProduct(value, value);
    }

    public void merge(NumericMoments other) {
        count += other.count;
        missing += other.missing;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        sum.merge(other.sum);
        squares.merge(other.squares);
    }

    /// Numbers that were added, missing ones apart.
    public long count() {
        return count;
    }

    public long missing() {
        return missing;
    }

    /// The smallest number; empty without numbers.
    public OptionalDouble min() {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(min);
    }

    /// The largest number; empty without numbers.
    public OptionalDouble max() {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(max);
    }

    /// The mean; empty without numbers.
    public OptionalDouble mean() {
        return count == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        Math.clamp(sum.valueDD().divide(DD.of(count)).doubleValue(), min, max));
    }

    /// The standard deviation of the population, divisor n; 0 for one number, empty without numbers.
    public OptionalDouble sd() {
        return count == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.sqrt(Math.max(0, squaresAboutMean() / count)));
    }

    /// The standard deviation of a sample, divisor n-1; empty below two numbers.
    public OptionalDouble sampleSd() {
        return count < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.sqrt(Math.max(0, squaresAboutMean() / (count - 1))));
    }

    private double squaresAboutMean() {
        return ExactSum.squaresAboutMean(sum, squares, count);
    }

    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        writeTo(out);
        return out.toBytes();
    }

    /// Writes the state as part of a larger one.
    public void writeTo(StateWriter out) {
        out.writeByte(KIND);
        out.writeCount(missing);
        out.writeCount(count);
        if (count > 0) {
            out.writeDouble(min);
            out.writeDouble(max);
            sum.writeTo(out);
            squares.writeTo(out);
        }
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws CorruptStateException when it cannot have been written by it
    public static NumericMoments fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        NumericMoments moments = readFrom(in);
        in.expectEnd();
        return moments;
    }

    /// Reads what [#writeTo] wrote.
    ///
    /// @throws CorruptStateException when it cannot have been written by it
    public static NumericMoments readFrom(StateReader in) {
        in.expectKind(KIND, "moments");
        NumericMoments moments = new NumericMoments();
        moments.missing = in.readCount();
        moments.count = in.readCount();
        if (moments.count > 0) {
            moments.min = in.readFinite("minimum");
            moments.max = in.readFinite("maximum");
            if (moments.min > moments.max) {
                throw new CorruptStateException(
                        "Found minimum " + moments.min + " above maximum " + moments.max + ", expected them in order.");
            }
            moments.sum = ExactSum.readFrom(in);
            moments.squares = ExactSum.readFrom(in);
        }
        return moments;
    }
}
