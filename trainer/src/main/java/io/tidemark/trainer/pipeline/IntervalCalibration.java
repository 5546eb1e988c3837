package io.tidemark.trainer.pipeline;

import io.tidemark.model.bundle.PredictionIntervals;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.algorithm.FittedModel;
import io.tidemark.trainer.algorithm.Learners;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Learns how wide prediction intervals have to be, by split-conformal prediction.
///
/// A fifth of the rows to fit on is the calibration split: a twin of the model is fitted on the others, and the twin's
/// errors on that fifth, by the size of its predictions, are what the intervals have to hold. The model itself is then
/// fitted on all rows and errs no more than its twin.
final class IntervalCalibration {
    private static final int CALIBRATION_EVERY = 5;
    private static final int ROWS_PER_CLASS = 200;
    private static final int MOST_CLASSES = 10;

    /// Least number of calibration rows that say anything about the tails.
    private static final int LEAST_ROWS = 40;

    private IntervalCalibration() {}

    /// Enough rows to calibrate by.
    static boolean isPossible(FitRows rows) {
        return rows.target().length / CALIBRATION_EVERY >= LEAST_ROWS;
    }

    /// @param coverage share of true values that the intervals are to hold
    static PredictionIntervals of(
            ModelManifest manifest, FitRows rows, Candidate candidate, double coverage, int threads) {
        int[] order = IntStream.range(0, rows.target().length).toArray();
        // Another seed than the folds': the candidate was chosen by those.
        RowSplit.shuffle(order, new SplittableRandom(manifest.split().seed() + 1));
        int[] fit = IntStream.range(0, order.length)
                .filter(i -> i % CALIBRATION_EVERY != 0)
                .map(i -> order[i])
                .toArray();
        int[] calibration = IntStream.range(0, order.length)
                .filter(i -> i % CALIBRATION_EVERY == 0)
                .map(i -> order[i])
                .toArray();
        PreparedRows prepared = PreparedRows.of(manifest, rows, fit);
        try (FittedModel twin = Learners.of(candidate.algorithm(), manifest)
                .fit(prepared.matrix(), candidate.parameters(), manifest.split().seed(), threads)) {
            double[] predicted = twin.scores(prepared.inputs(rows.features().select(calibration)), calibration.length);
            return of(
                    predicted,
                    RowSplit.pick(rows.target(), calibration),
                    RowSplit.pick(rows.weights(), calibration),
                    coverage);
        }
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
