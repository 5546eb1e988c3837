package io.tidemark.stats.metric;

import io.tidemark.stats.quantile.QuantileCounts;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import org.jspecify.annotations.Nullable;

/// The metrics of a regression.
///
/// All are exact but the two medians, which are exact up to a limit of rows and off by 0.4 % of themselves at most
/// beyond. A row is rejected when a value is NaN, infinite or beyond [#LARGEST_MAGNITUDE]. Some 1.5 KB as state, and
/// the errors and percentage errors: 16 bytes a row up to the limit, then 2 to 10 KB.
public final class RegressionAccumulator implements MetricAccumulator {
    /// The fourth power of a larger number may leave the range of a double.
    public static final double LARGEST_MAGNITUDE = 1e70;

    /// Rows up to which the median is exact, unless another limit is given.
    public static final int USUAL_EXACT_ROWS = 1_000;

    static final byte KIND = 'R';

    /// State of before the median absolute error was kept: without it, whatever is merged.
    static final byte FIRST_KIND = 'r';

    /// scikit-learn's stand-in for an actual value of 0: 2^-52.
    private static final double SMALLEST_DIVISOR = Math.ulp(1.0);

    private long rejected;
    private final QuantileCounts percentageErrors;

    /// Null: some rows came from a state that did not keep them.
    private @Nullable QuantileCounts absoluteErrors;

    private final RegressionSums sums = new RegressionSums();

    /// Bounds of the actual values, which tell a constant target.
    private double min = Double.POSITIVE_INFINITY;

    private double max = Double.NEGATIVE_INFINITY;
    private long within5;
    private long within10;
    private long within15;

    public RegressionAccumulator() {
        this(USUAL_EXACT_ROWS);
    }

    /// @param exactRows rows up to which the median is exact, 0 or more; 8 bytes each
    public RegressionAccumulator(int exactRows) {
        this(new QuantileCounts(exactRows), new QuantileCounts(exactRows));
    }

    private RegressionAccumulator(QuantileCounts percentageErrors, @Nullable QuantileCounts absoluteErrors) {
        this.percentageErrors = percentageErrors;
        this.absoluteErrors = absoluteErrors;
    }

    /// The metrics of a batch, all exact.
    ///
    /// @param actual outcomes
    /// @param predicted predictions, one for each outcome
    public static RegressionAccumulator of(double[] actual, double[] predicted) {
        Rows.requireSameLength(actual, predicted);
        RegressionAccumulator accumulator = new RegressionAccumulator(actual.length);
        for (int i = 0; i < actual.length; i++) {
            accumulator.add(actual[i], predicted[i]);
        }
        return accumulator;
    }

    @Override
    public boolean add(double actual, double predicted) {
        if (!(Math.abs(actual) <= LARGEST_MAGNITUDE && Math.abs(predicted) <= LARGEST_MAGNITUDE)) {
            rejected++;
            return false;
        }
        double error = predicted - actual;
        double percentage = percentageError(actual, predicted);
        sums.add(actual, error, percentage, symmetricError(actual, predicted));
        percentageErrors.add(percentage);
        if (absoluteErrors != null) {
            absoluteErrors.add(Math.abs(error));
        }
        min = Math.min(min, actual + 0.0);
        max = Math.max(max, actual + 0.0);
        within5 += percentage <= 0.05 ? 1 : 0;
        within10 += percentage <= 0.10 ? 1 : 0;
        within15 += percentage <= 0.15 ? 1 : 0;
        return true;
    }

    /// |error| / |actual|, as a share.
    static double percentageError(double actual, double predicted) {
        return Math.abs(predicted - actual) / Math.max(Math.abs(actual), SMALLEST_DIVISOR);
    }

    /// 2 |error| / (|actual| + |predicted|), as a share; 0 where both are 0.
    static double symmetricError(double actual, double predicted) {
        double size = Math.abs(actual) + Math.abs(predicted);
        return size == 0 ? 0 : 2 * Math.abs(predicted - actual) / size;
    }

    @Override
    public void merge(MetricAccumulator other) {
        if (!(other instanceof RegressionAccumulator that)) {
            throw Rows.otherTask(this, other);
        }
        percentageErrors.merge(that.percentageErrors);
        if (absoluteErrors != null && that.absoluteErrors != null) {
            absoluteErrors.merge(that.absoluteErrors);
        } else {
            absoluteErrors = null;
        }
        rejected += that.rejected;
        sums.merge(that.sums);
        min = Math.min(min, that.min);
        max = Math.max(max, that.max);
        within5 += that.within5;
        within10 += that.within10;
        within15 += that.within15;
    }

    @Override
    public void subtract(MetricAccumulator other) {
        if (!(other instanceof RegressionAccumulator that)) {
            throw Rows.otherTask(this, other);
        }
        percentageErrors.subtract(that.percentageErrors);
        if (absoluteErrors != null && that.absoluteErrors != null) {
            absoluteErrors.subtract(that.absoluteErrors);
        } else {
            absoluteErrors = null;
        }
        rejected = Math.max(0, rejected - that.rejected);
        sums.subtract(that.sums);
        within5 -= that.within5;
        within10 -= that.within10;
        within15 -= that.within15;
        if (rows() == 0) {
            min = Double.POSITIVE_INFINITY;
            max = Double.NEGATIVE_INFINITY;
        } else if (sums.isConstant(rows())) {
            min = sums.actual.value() / rows();
            max = min;
        }
    }

    @Override
    public long rows() {
        return percentageErrors.count();
    }

    @Override
    public long rejected() {
        return rejected;
    }

    @Override
    public MetricReport report(double confidence) {
        ReportBuilder report = new ReportBuilder();
        Confidence intervals = new Confidence(confidence);
        if (rows() > 0) {
            new RegressionMetrics(sums, rows(), min == max, intervals, report).addAll();
            addShares(report, intervals);
            addMedians(report, intervals);
        }
        return report.build(rows(), rejected);
    }

    private void addShares(ReportBuilder report, Confidence intervals) {
        long rows = rows();
        report.add(Metric.WITHIN_5PCT, within5 / (double) rows, intervals.ofShare(within5, rows));
        report.add(Metric.WITHIN_10PCT, within10 / (double) rows, intervals.ofShare(within10, rows));
        report.add(Metric.WITHIN_15PCT, within15 / (double) rows, intervals.ofShare(within15, rows));
    }

    private void addMedians(ReportBuilder report, Confidence intervals) {
        addMedian(Metric.MEDIAN_APE, percentageErrors, 100, report, intervals);
        if (absoluteErrors != null) {
            addMedian(Metric.MEDIAN_AE, absoluteErrors, 1, report, intervals);
        }
    }

    private static void addMedian(
            Metric metric, QuantileCounts values, double factor, ReportBuilder report, Confidence intervals) {
        double median = values.median().orElseThrow();
        report.add(
                metric,
                factor * median,
                RegressionMetrics.ofMedian(values, intervals).map(interval -> interval.times(factor)),
                factor * values.errorBound(median));
    }

    @Override
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        out.writeByte(absoluteErrors == null ? FIRST_KIND : KIND);
        out.writeCount(rejected);
        percentageErrors.writeTo(out);
        if (absoluteErrors != null) {
            absoluteErrors.writeTo(out);
        }
        sums.writeTo(out);
        out.writeDouble(min);
        out.writeDouble(max);
        out.writeCount(within5);
        out.writeCount(within10);
        out.writeCount(within15);
        return out.toBytes();
    }

    /// Reads what follows the kind.
    ///
    /// @param hasAbsoluteErrors false for [#FIRST_KIND]
    static RegressionAccumulator readFrom(StateReader in, boolean hasAbsoluteErrors) {
        long rejected = in.readCount();
        RegressionAccumulator read = new RegressionAccumulator(
                QuantileCounts.readFrom(in), hasAbsoluteErrors ? QuantileCounts.readFrom(in) : null);
        read.rejected = rejected;
        read.sums.readFrom(in);
        read.min = in.readDouble();
        read.max = in.readDouble();
        read.within5 = in.readCount();
        read.within10 = in.readCount();
        read.within15 = in.readCount();
        return read;
    }
}
