package io.tidemark.stats.metric;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// Metrics of a batch whose rows weigh differently: scikit-learn's with `sample_weight`, for training.
///
/// Supported: of a regression mae, rmse, r2, mape, smape, wmape, bias and the shares within 5, 10 and 15 %; of a
/// binary classification accuracy, precision, recall, f1, auc, average_precision, log_loss and brier. The medians,
/// the calibration error and the intervals are for rows of equal weight: [RegressionAccumulator],
/// [BinaryAccumulator]. The order of the rows does not matter. Rows that an accumulator rejects are rejected here;
/// rows of weight 0 count as absent.
public final class WeightedMetrics {
    private WeightedMetrics() {}

    /// The metrics of a regression, without intervals.
    ///
    /// @param actual outcomes
    /// @param predicted predictions, one for each outcome
    /// @param weights weights from 0 on, one for each outcome
    public static MetricReport regression(double[] actual, double[] predicted, double[] weights) {
        int[] used = usedRows(actual, predicted, weights, i -> isNumber(actual[i]) && isNumber(predicted[i]));
        ReportBuilder report = new ReportBuilder();
        if (used.length > 0) {
            WeightedMean mean = new WeightedMean(used, weights);
            addMean(report, Metric.MAE, mean.of(i -> Math.abs(predicted[i] - actual[i])));
            addMean(report, Metric.BIAS, mean.of(i -> predicted[i] - actual[i]));
            double meanSquare = mean.of(i -> square(predicted[i] - actual[i]));
            addMean(report, Metric.RMSE, Math.sqrt(meanSquare));
            addMean(report, Metric.MAPE, 100 * mean.of(i -> percentage(actual[i], predicted[i])));
            addMean(
                    report,
                    Metric.SMAPE,
                    100 * mean.of(i -> RegressionAccumulator.symmetricError(actual[i], predicted[i])));
            addMean(report, Metric.WITHIN_5PCT, mean.of(i -> percentage(actual[i], predicted[i]) <= 0.05 ? 1 : 0));
            addMean(report, Metric.WITHIN_10PCT, mean.of(i -> percentage(actual[i], predicted[i]) <= 0.10 ? 1 : 0));
            addMean(report, Metric.WITHIN_15PCT, mean.of(i -> percentage(actual[i], predicted[i]) <= 0.15 ? 1 : 0));
            double size = mean.of(i -> Math.abs(actual[i]));
            if (size > 0) {
                addMean(report, Metric.WMAPE, 100 * mean.of(i -> Math.abs(predicted[i] - actual[i])) / size);
            }
            if (used.length > 1) {
                addR2(report, used, actual, mean, meanSquare);
            }
        }
        return report.build(used.length, (long) actual.length - used.length);
    }

    private static void addR2(ReportBuilder report, int[] used, double[] actual, WeightedMean mean, double meanSquare) {
        double[] values = Arrays.stream(used).mapToDouble(i -> actual[i]).toArray();
        boolean constant = Arrays.stream(values).min().orElseThrow()
                == Arrays.stream(values).max().orElseThrow();
        double center = mean.of(i -> actual[i]);
        // The center is rounded: its distance from the true mean is taken back.
        double spread =
                constant ? 0 : mean.of(i -> square(actual[i] - center)) - square(mean.of(i -> actual[i] - center));
        if (spread > 0) {
            addMean(report, Metric.R2, 1 - meanSquare / spread);
        } else {
            addMean(report, Metric.R2, meanSquare == 0 ? 1 : 0);
        }
    }

    /// The metrics of a binary classification, without intervals.
    ///
    /// @param actual outcomes, 0 or 1
    /// @param predicted probabilities of 1, one for each outcome
    /// @param weights weights from 0 on, one for each outcome
    /// @param threshold probability from which on class 1 is predicted, inclusive
    public static MetricReport binary(double[] actual, double[] predicted, double[] weights, double threshold) {
        int[] used = usedRows(
                actual,
                predicted,
                weights,
                i -> (actual[i] == 0 || actual[i] == 1) && predicted[i] >= 0 && predicted[i] <= 1);
        ReportBuilder report = new ReportBuilder();
        if (used.length > 0) {
            WeightedMean mean = new WeightedMean(used, weights);
            double truePositives = mean.of(i -> actual[i] == 1 && predicted[i] >= threshold ? 1 : 0);
            double positives = mean.of(i -> actual[i]);
            double predictedPositives = mean.of(i -> predicted[i] >= threshold ? 1 : 0);
            addMean(report, Metric.ACCURACY, mean.of(i -> (actual[i] == 1) == (predicted[i] >= threshold) ? 1 : 0));
            addMean(report, Metric.PRECISION, predictedPositives == 0 ? 0 : truePositives / predictedPositives);
            addMean(report, Metric.RECALL, positives == 0 ? 0 : truePositives / positives);
            addMean(report, Metric.F1, truePositives == 0 ? 0 : 2 * truePositives / (positives + predictedPositives));
            addMean(
                    report,
                    Metric.LOG_LOSS,
                    mean.of(i -> ClassLoss.logLoss(actual[i] == 1 ? predicted[i] : 1 - predicted[i])));
            addMean(report, Metric.BRIER, mean.of(i -> square(predicted[i] - actual[i])));
            addRanks(report, new WeightedRanks(used, actual, predicted, weights));
        }
        return report.build(used.length, (long) actual.length - used.length);
    }

    private static void addRanks(ReportBuilder report, WeightedRanks ranks) {
        ranks.auc().ifPresent(auc -> addMean(report, Metric.AUC, auc));
        addMean(report, Metric.AVERAGE_PRECISION, ranks.averagePrecision());
    }

    private interface RowCheck {
        boolean accepts(int row);
    }

    private static void addMean(ReportBuilder report, Metric metric, double value) {
        report.add(metric, value, Optional.empty());
    }

    private static int[] usedRows(double[] actual, double[] predicted, double[] weights, RowCheck check) {
        Rows.requireSameLength(actual, predicted);
        if (weights.length != actual.length) {
            throw new IllegalArgumentException(
                    "Found " + weights.length + " weights for " + actual.length + " outcomes, expected one for each.");
        }
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && weights[i] <= RegressionAccumulator.LARGEST_MAGNITUDE)) {
                throw new IllegalArgumentException(
                        "Found weight " + weights[i] + " in row " + i + ", expected a number from 0 on.");
            }
        }
        return IntStream.range(0, actual.length)
                .filter(i -> weights[i] > 0 && check.accepts(i))
                .toArray();
    }

    private static boolean isNumber(double value) {
        return Math.abs(value) <= RegressionAccumulator.LARGEST_MAGNITUDE;
    }

    private static double percentage(double actual, double predicted) {
        return RegressionAccumulator.percentageError(actual, predicted);
    }

    private static double square(double value) {
        return value * value;
    }
}
