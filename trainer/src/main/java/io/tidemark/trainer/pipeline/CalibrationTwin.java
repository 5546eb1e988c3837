package io.tidemark.trainer.pipeline;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.algorithm.FittedModel;
import io.tidemark.trainer.algorithm.Learners;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// What a twin of a model scores on rows that were held back from it.
///
/// A fifth of the rows to fit on is the calibration split: the twin is fitted on the others. What is learned from its
/// scores of that fifth holds for the model as well, which is fitted on all rows and errs no more than its twin.
final class CalibrationTwin {
    private static final int CALIBRATION_EVERY = 5;

    /// Least number of calibration rows that say anything about the tails.
    private static final int LEAST_ROWS = 40;

    private final double[] scores;
    private final double[] actual;
    private final double[] weights;

    private CalibrationTwin(double[] scores, double[] actual, double[] weights) {
        this.scores = scores;
        this.actual = actual;
        this.weights = weights;
    }

    /// What the twin scores on each row that was held back; not a copy.
    double[] scores() {
        return scores;
    }

    /// Labels of these rows; not a copy.
    double[] actual() {
        return actual;
    }

    /// Weights of these rows; not a copy.
    double[] weights() {
        return weights;
    }

    /// Enough rows to calibrate by.
    static boolean isPossible(FitRows rows) {
        return rows.target().length / CALIBRATION_EVERY >= LEAST_ROWS;
    }

    static CalibrationTwin of(ModelManifest manifest, FitRows rows, Candidate candidate, int threads) {
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
            return new CalibrationTwin(
                    twin.scores(prepared.inputs(rows.features().select(calibration)), calibration.length),
                    RowSplit.pick(rows.target(), calibration),
                    RowSplit.pick(rows.weights(), calibration));
        }
    }
}
