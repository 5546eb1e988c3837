package io.tidemark.stats.metric;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// Metrics of a table of outcomes and predictions, with intervals.
///
/// Averages over classes have an interval by the delta method: the derivative of the average by each cell of the
/// table, squared and summed over its rows.
final class ClassTable {
    private final int classes;
    private final long[] counts;
    private final long[] actual;
    private final long[] predicted;
    private long rows;
    private long right;

    ClassTable(int classes, long[] counts) {
        this.classes = classes;
        this.counts = counts;
        actual = new long[classes];
        predicted = new long[classes];
        for (int i = 0; i < classes; i++) {
            for (int j = 0; j < classes; j++) {
                long count = counts[i * classes + j];
                actual[i] += count;
                predicted[j] += count;
                rows += count;
                right += i == j ? count : 0;
            }
        }
    }

    ClassScores scores(int code) {
        return new ClassScores(
                code,
                actual[code],
                predicted[code],
                Score.PRECISION.value(this, code),
                Score.RECALL.value(this, code),
                Score.F1.value(this, code));
    }

    void addTo(ReportBuilder report, Confidence confidence) {
        report.add(Metric.ACCURACY, right / (double) rows, confidence.ofShare(right, rows));
        addAverages(report, confidence);
    }

    /// Adds the averages over the classes.
    void addAverages(ReportBuilder report, Confidence confidence) {
        addAverages(Score.PRECISION, Metric.PRECISION_MACRO, Metric.PRECISION_WEIGHTED, report, confidence);
        addAverages(Score.RECALL, Metric.RECALL_MACRO, Metric.RECALL_WEIGHTED, report, confidence);
        addAverages(Score.F1, Metric.F1_MACRO, Metric.F1_WEIGHTED, report, confidence);
    }

    /// A score of one class as hits / trials, both sums over cells of the table.
    private enum Score {
        PRECISION(0, 1),
        RECALL(1, 0),
        F1(1, 1);

        /// How often a row of the class counts among the trials.
        private final double actualWeight;

        /// How often a row predicted to be of the class counts among the trials.
        private final double predictedWeight;

        Score(double actualWeight, double predictedWeight) {
            this.actualWeight = actualWeight;
            this.predictedWeight = predictedWeight;
        }

        double trials(ClassTable table, int code) {
            return actualWeight * table.actual[code] + predictedWeight * table.predicted[code];
        }

        /// 0 without trials, as scikit-learn has it.
        double value(ClassTable table, int code) {
            double trials = trials(table, code);
            double hit = actualWeight + predictedWeight;
            return trials == 0 ? 0 : hit * table.counts[code * table.classes + code] / trials;
        }

        /// Derivative of the score of a class by the number of rows in a cell.
        double slope(ClassTable table, int code, int i, int j) {
            double trials = trials(table, code);
            if (trials == 0) {
                return 0;
            }
            double hit = i == code && j == code ? actualWeight + predictedWeight : 0;
            double trial = (i == code ? actualWeight : 0) + (j == code ? predictedWeight : 0);
            return (hit - value(table, code) * trial) / trials;
        }
    }

    private void addAverages(Score score, Metric macro, Metric weighted, ReportBuilder report, Confidence confidence) {
        long present = IntStream.range(0, classes).filter(this::occurs).count();
        double[] equal = new double[classes];
        Arrays.setAll(equal, code -> occurs(code) ? 1.0 / present : 0);
        double[] byRows = new double[classes];
        Arrays.setAll(byRows, code -> actual[code] / (double) rows);
        add(macro, average(score, equal, 0), report, confidence);
        add(weighted, average(score, byRows, 1.0 / rows), report, confidence);
    }

    private boolean occurs(int code) {
        return actual[code] + predicted[code] > 0;
    }

    private void add(Metric metric, Average average, ReportBuilder report, Confidence confidence) {
        report.add(metric, average.mean, Optional.of(confidence.ofScore(average.mean, average.standardError, (double)
                rows)));
    }

    private record Average(double mean, double standardError) {}

    /// The mean of the classes' scores.
    ///
    /// @param weights weight of each class, of sum 1
    /// @param weightOfRow what one row more adds to the weight of its class before all are brought to the sum 1 again
    private Average average(Score score, double[] weights, double weightOfRow) {
        double mean = 0;
        for (int code = 0; code < classes; code++) {
            mean += weights[code] * score.value(this, code);
        }
        double squares = 0;
        for (int i = 0; i < classes; i++) {
            for (int j = 0; j < classes; j++) {
                long count = counts[i * classes + j];
                if (count > 0) {
                    // A cell moves the scores of its two classes only.
                    double slope = weights[i] * score.slope(this, i, i, j)
                            + (i == j ? 0 : weights[j] * score.slope(this, j, i, j))
                            + weightOfRow * (score.value(this, i) - mean);
                    squares += count * slope * slope;
                }
            }
        }
        return new Average(mean, Math.sqrt(squares));
    }
}
