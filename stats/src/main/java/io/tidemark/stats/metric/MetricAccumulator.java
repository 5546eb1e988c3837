package io.tidemark.stats.metric;

import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;

/// The metrics of one task over a stream of rows, mergeable.
///
/// Rows are added one by one without allocation; a row that cannot be measured is counted and left out.
public sealed interface MetricAccumulator permits RegressionAccumulator, BinaryAccumulator, MulticlassAccumulator {
    /// The usual level of a confidence interval.
    double USUAL_CONFIDENCE = 0.95;

    /// Adds a row.
    ///
    /// @param actual the outcome: a number, 0 or 1, or the code of a class
    /// @param predicted the prediction: a number, the probability of 1, or the code of a class
    /// @return false when the row was rejected: a value is missing or out of its range
    boolean add(double actual, double predicted);

    /// Adds all that the other one holds.
    ///
    /// @throws IllegalArgumentException when it is of another task or was made with other settings
    void merge(MetricAccumulator other);

    /// Takes rows back that were added or merged before, exactly: sums, counts and rows kept as they are become as if
    /// those rows had never come. What was turned into bounded-error counts stays such.
    ///
    /// @throws IllegalArgumentException when the other one is of another task or was made with other settings, or
    /// holds more rows than this one
    void subtract(MetricAccumulator other);

    /// Rows that were measured.
    long rows();

    /// Rows that were left out.
    long rejected();

    /// The metrics of all rows so far, with intervals of this level.
    ///
    /// @param confidence probability that an interval holds the true value, above 0 and below 1
    MetricReport report(double confidence);

    /// The metrics of all rows so far, with intervals of 95 %.
    default MetricReport report() {
        return report(USUAL_CONFIDENCE);
    }

    /// The state, settings included; equal multisets of rows have equal bytes.
    byte[] toBytes();

    /// Reads what [#toBytes] of any kind wrote.
    ///
    /// @throws CorruptStateException when it cannot have been written by it
    static MetricAccumulator fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        byte kind = in.readByte();
        MetricAccumulator accumulator = switch (kind) {
            case RegressionAccumulator.KIND -> RegressionAccumulator.readFrom(in, true);
            case RegressionAccumulator.FIRST_KIND -> RegressionAccumulator.readFrom(in, false);
            case BinaryAccumulator.KIND -> BinaryAccumulator.readFrom(in);
            case MulticlassAccumulator.KIND -> MulticlassAccumulator.readFrom(in);
            default ->
                throw new CorruptStateException("Found metrics of kind " + kind + ", expected "
                        + RegressionAccumulator.KIND + ", " + BinaryAccumulator.KIND + " or "
                        + MulticlassAccumulator.KIND
                        + ".");
        };
        in.expectEnd();
        return accumulator;
    }
}
