package io.tidemark.stats.metric;

import io.tidemark.stats.exact.ExactSum;
import io.tidemark.stats.quantile.QuantileCounts;
import java.util.Optional;
import org.apache.commons.numbers.core.DD;

/// Turns sums over rows into metrics and their intervals.
///
/// Intervals of means go by Student's law. Those of RMSE, R2 and wMAPE, which are smooth functions of means, go by
/// the delta method: each row's influence on the value, that is its derivative by the weight of the row, squared and
/// summed. All hold for independent rows, and for many of them where errors have heavy tails.
final class RegressionMetrics {
    private final RegressionSums sums;
    private final long rows;
    private final boolean constantTarget;
    private final Confidence confidence;
    private final ReportBuilder report;

    /// @param rows rows behind the sums, 1 or more
    /// @param constantTarget whether all actual values are equal
    RegressionMetrics(
            RegressionSums sums, long rows, boolean constantTarget, Confidence confidence, ReportBuilder report) {
        this.sums = sums;
        this.rows = rows;
        this.constantTarget = constantTarget;
        this.confidence = confidence;
        this.report = report;
    }

    void addAll() {
        addMean(Metric.MAE, sums.absoluteError, sums.squaredError, 1);
        addMean(Metric.BIAS, sums.error, sums.squaredError, 1);
        addMean(Metric.MAPE, sums.percentageError, sums.squaredPercentageError, 100);
        addMean(Metric.SMAPE, sums.symmetricError, sums.squaredSymmetricError, 100);
        addRmse();
        addWmape();
        addR2();
    }

    private void addMean(Metric metric, ExactSum sum, ExactSum squares, double factor) {
        double mean = sum.valueDD().divide(DD.of(rows)).doubleValue();
        double squaresAboutMean = ExactSum.squaresAboutMean(sum, squares, rows);
        Optional<Interval> interval = confidence.ofMean(mean, squaresAboutMean, rows);
        if (metric.direction() == MetricDirection.LOWER_IS_BETTER) {
            interval = interval.map(found -> found.within(0, Double.MAX_VALUE));
        }
        report.add(metric, factor * mean, interval.map(found -> found.times(factor)));
    }

    /// The root of the mean of e^2: its standard error is that of the mean over twice the root.
    private void addRmse() {
        double meanSquare = sums.squaredError.value() / rows;
        double rmse = Math.sqrt(meanSquare);
        double variance = sums.e4.value() / rows - meanSquare * meanSquare;
        double standardError = rmse == 0 ? 0 : Math.sqrt(Math.max(0, variance) / (rows - 1.0)) / (2 * rmse);
        report.add(
                Metric.RMSE,
                rmse,
                confidence.ofStandardError(rmse, standardError, rows).map(found -> found.within(0, Double.MAX_VALUE)));
    }

    /// W = sum |e| / sum |y|; a row's influence is (|e| - W |y|) / sum |y|.
    private void addWmape() {
        double size = sums.absoluteActual.value();
        if (size == 0) {
            return;
        }
        double wmape = sums.absoluteError.value() / size;
        double influence = sums.squaredError.value()
                - 2 * wmape * sums.absoluteErrorTimesActual.value()
                + wmape * wmape * sums.squaredActual.value();
        double standardError = Math.sqrt(Math.max(0, influence) * rows / (rows - 1.0)) / size;
        Optional<Interval> interval =
                confidence.ofStandardError(wmape, standardError, rows).map(found -> found.within(0, Double.MAX_VALUE));
        report.add(Metric.WMAPE, 100 * wmape, interval.map(found -> found.times(100)));
    }

    /// R2 = 1 - A / B with A the sum of e^2 and B that of (y - mean)^2.
    private void addR2() {
        if (rows < 2) {
            return;
        }
        double a = sums.squaredError.value();
        if (constantTarget) {
            report.add(Metric.R2, a == 0 ? 1 : 0, Optional.empty());
            return;
        }
        double b = ExactSum.squaresAboutMean(sums.actual, sums.squaredActual, rows);
        if (!(b > 0)) {
            // The values are so small that the squares of their distances are not numbers any more.
            return;
        }
        double r2 = 1 - a / b;
        DD mean = sums.actual.valueDD().divide(DD.of(rows));
        double standardError = Math.sqrt(squaredInfluenceOnR2(mean, a, b) * rows / (rows - 1.0));
        report.add(
                Metric.R2,
                r2,
                confidence.ofStandardError(r2, standardError, rows).map(found -> found.within(-Double.MAX_VALUE, 1)));
    }

    /// A row's influence on R2 is (A (y - mean)^2 - B e^2) / B^2; its square summed needs the moments up to the fourth.
    private double squaredInfluenceOnR2(DD mean, double a, double b) {
        DD mean2 = mean.square();
        DD e2y2 = sums.e2y2
                .valueDD()
                .subtract(mean.multiply(sums.e2y.valueDD()).multiply(2))
                .add(mean2.multiply(sums.squaredError.valueDD()));
        DD y4 = sums.y4
                .valueDD()
                .subtract(mean.multiply(sums.y3.valueDD()).multiply(4))
                .add(mean2.multiply(sums.squaredActual.valueDD()).multiply(6))
                .subtract(mean2.square().multiply(DD.of(rows)).multiply(3));
        double ratio = a / b;
        double squared = (sums.e4.value() - 2 * ratio * e2y2.doubleValue() + ratio * ratio * y4.doubleValue()) / b / b;
        return Math.max(0, squared);
    }

    /// The interval of a median between two order statistics, by the normal approximation of their binomial ranks;
    /// empty below six rows, where no pair of them reaches 95 %. Widened by the error of the quantiles.
    static Optional<Interval> ofMedian(QuantileCounts values, Confidence confidence) {
        long rows = values.count();
        double reach = confidence.z() * Math.sqrt((double) rows) / 2;
        long low = (long) Math.floor(rows / 2.0 - reach);
        long high = (long) Math.ceil(rows / 2.0 + reach);
        if (low < 0 || high >= rows) {
            return Optional.empty();
        }
        double lower = values.orderStatistic(low);
        double upper = values.orderStatistic(high);
        return Optional.of(
                new Interval(Math.max(0, lower - values.errorBound(lower)), upper + values.errorBound(upper)));
    }
}
