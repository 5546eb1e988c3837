package io.tidemark.trainer.report;

import io.tidemark.report.BarChart;
import io.tidemark.report.LineChart;
import io.tidemark.stats.metric.BinaryAccumulator;
import io.tidemark.stats.metric.CalibrationBin;
import io.tidemark.trainer.pipeline.Evaluation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Plots of what a model gets wrong, as SVG.
final class ErrorCharts {
    private static final int MOST_DOTS = 2_000;
    private static final int BINS = 25;

    private ErrorCharts() {}

    /// A dot per row; every n-th where there are more than 2,000.
    static String predictedAgainstActual(Evaluation evaluation, String unit) {
        int step = Math.max(1, (evaluation.rows() + MOST_DOTS - 1) / MOST_DOTS);
        int[] rows = IntStream.range(0, evaluation.rows())
                .filter(row -> row % step == 0)
                .toArray();
        double[] actual = IntStream.of(rows).mapToDouble(evaluation::actual).toArray();
        double[] predicted = IntStream.of(rows).mapToDouble(evaluation::score).toArray();
        double low = Arrays.stream(actual).min().orElse(0);
        double high = Arrays.stream(actual).max().orElse(1);
        return new LineChart("Predicted against actual", "actual" + of(unit), "predicted" + of(unit))
                .dots("rows", actual, predicted)
                .line("perfect", new double[] {low, high}, new double[] {low, high})
                .svg();
    }

    /// How many rows have which error; the outermost percent on each side is in the end bins.
    static String residuals(Evaluation evaluation, String unit) {
        double[] errors = IntStream.range(0, evaluation.rows())
                .mapToDouble(row -> evaluation.score(row) - evaluation.actual(row))
                .sorted()
                .toArray();
        double low = errors[errors.length / 100];
        double high = errors[errors.length - 1 - errors.length / 100];
        double width = (high - low) / BINS;
        double[] middles = new double[BINS];
        double[] counts = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            middles[bin] = low + (bin + 0.5) * width;
        }
        for (double error : errors) {
            int bin = width == 0 ? 0 : (int) Math.clamp((error - low) / width, 0, BINS - 1);
            counts[bin]++;
        }
        return new LineChart("Errors", "predicted - actual" + of(unit), "rows")
                .line("rows", middles, counts)
                .svg();
    }

    /// Shares that were predicted against shares that came true.
    static String calibration(Evaluation evaluation) {
        return calibration(evaluation.actual(), evaluation.scores());
    }

    /// The same of several classes, for the class that is answered: how probable it was said to be, and how often it
    /// was right.
    static String classCalibration(Evaluation evaluation) {
        double[] right = IntStream.range(0, evaluation.rows())
                .mapToDouble(row -> evaluation.predictedClass(row) == (int) evaluation.actual(row) ? 1 : 0)
                .toArray();
        return calibration(
                right,
                IntStream.range(0, evaluation.rows())
                        .mapToDouble(evaluation::score)
                        .toArray());
    }

    private static String calibration(double[] outcomes, double[] probabilities) {
        List<CalibrationBin> bins =
                BinaryAccumulator.of(outcomes, probabilities).calibration();
        return new LineChart("Calibration", "mean predicted probability", "share that came true")
                .line(
                        "model",
                        bins.stream().mapToDouble(CalibrationBin::meanPredicted).toArray(),
                        bins.stream().mapToDouble(CalibrationBin::shareActual).toArray())
                .line("perfect", new double[] {0, 1}, new double[] {0, 1})
                .between(0, 1)
                .svg();
    }

    /// How many rows have which probability, by their class.
    static String probabilities(Evaluation evaluation, List<String> classes) {
        BarChart chart = new BarChart("Rows by probability and class", "rows");
        int[][] counts = new int[2][10];
        for (int row = 0; row < evaluation.rows(); row++) {
            counts[(int) evaluation.actual(row)][(int) Math.clamp(evaluation.score(row) * 10, 0, 9)]++;
        }
        for (int bin = 0; bin < 10; bin++) {
            for (int label = 0; label < 2; label++) {
                chart.bar(
                        String.format(
                                Locale.ROOT, "%.1f to %.1f, %s", bin / 10.0, (bin + 1) / 10.0, classes.get(label)),
                        counts[label][bin],
                        label);
            }
        }
        return chart.svg();
    }

    private static String of(String unit) {
        return unit.isEmpty() ? "" : ", " + unit;
    }
}
