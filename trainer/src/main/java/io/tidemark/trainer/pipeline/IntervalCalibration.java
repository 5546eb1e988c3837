package io.tidemark.trainer.pipeline;

import io.tidemark.model.bundle.PredictionIntervals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Learns how wide prediction intervals have to be, by split-conformal prediction: the twin's errors on the rows that
/// were held back, by the size of its predictions, are what the intervals have to hold.
final class IntervalCalibration {
    private static final int ROWS_PER_CLASS = 200;
    private static final int MOST_CLASSES = 10;

    private IntervalCalibration() {}

    /// @param coverage share of true values that the intervals are to hold
    static PredictionIntervals of(CalibrationTwin twin, double coverage) {
        return of(twin.scores(), twin.actual(), twin.weights(), coverage);
    }

    /// Intervals from a twin's predictions of calibration rows.
    static PredictionIntervals of(double[] predicted, double[] actual, double[] weights, double coverage) {
        List<Miss> errors = new ArrayList<>();
        for (int i = 0; i < predicted.length; i++) {
            errors.add(new Miss(predicted[i], Math.abs(predicted[i] - actual[i]), weights[i]));
        }
        errors.sort(Comparator.comparingDouble(Miss::predicted));
        int wanted = Math.clamp(errors.size() / ROWS_PER_CLASS, 1, MOST_CLASSES);
        List<Double> edges = new ArrayList<>();
        List<Double> halfWidths = new ArrayList<>();
        int start = 0;
        for (int c = 1; c <= wanted; c++) {
            int end = c == wanted ? errors.size() : errors.size() * c / wanted;
            // Equal predictions stay together.
            while (end < errors.size()
                    && errors.get(end).predicted() == errors.get(end - 1).predicted()) {
                end++;
            }
            if (end > start) {
                if (start > 0) {
                    edges.add(errors.get(start).predicted());
                }
                halfWidths.add(quantile(errors.subList(start, end), coverage));
                start = end;
            }
        }
        return new PredictionIntervals(coverage, edges, halfWidths);
    }

    /// The least error that holds the share of all errors and of one more, by weight: finite samples count as if the
    /// next row were the worst.
    private static double quantile(List<Miss> errors, double coverage) {
        List<Miss> ordered = new ArrayList<>(errors);
        ordered.sort(Comparator.comparingDouble(Miss::size));
        double total = ordered.stream().mapToDouble(Miss::weight).sum();
        double enough = coverage * (total + total / ordered.size());
        double seen = 0;
        for (Miss error : ordered) {
            seen += error.weight();
            if (seen >= enough) {
                return error.size();
            }
        }
        return ordered.getLast().size();
    }

    private record Miss(double predicted, double size, double weight) {}
}
