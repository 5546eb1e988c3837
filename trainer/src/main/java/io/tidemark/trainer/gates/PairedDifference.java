package io.tidemark.trainer.gates;

import io.tidemark.stats.metric.Interval;
import io.tidemark.stats.metric.Metric;
import io.tidemark.trainer.pipeline.Scores;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;

/// How much worse one model is than another on the same rows, with a confidence interval.
///
/// The interval is the bootstrap's percentile interval: rows are drawn with replacement, both models are measured on
/// the same draw. The seed is fixed, so that equal rows give equal intervals.
///
/// @param challenger metric of the new model
/// @param champion metric of the one that serves
/// @param loss how much worse the new one is, in the metric's unit; below 0: it is better
/// @param lossInterval two-sided confidence interval of `loss`
record PairedDifference(double challenger, double champion, double loss, Interval lossInterval) {
    private static final int DRAWS = 400;
    private static final long SEED = 20_260_101;

    /// @param quality the metric of (actual values, scores)
    /// @param challenger `[rows * outputs]`, as the champion's; see [Scores]
    /// @param confidence level of the interval, above 0 and below 1
    static PairedDifference of(
            ToDoubleBiFunction<double[], double[]> quality,
            Metric metric,
            double[] actual,
            double[] challenger,
            double[] champion,
            double confidence) {
        double mine = quality.applyAsDouble(actual, challenger);
        double theirs = quality.applyAsDouble(actual, champion);
        double loss = Compared.loss(metric, mine, theirs);
        SplittableRandom random = new SplittableRandom(SEED);
        int rows = actual.length;
        double[] losses = new double[DRAWS];
        double[] drawnActual = new double[rows];
        double[] drawnChallenger = new double[challenger.length];
        double[] drawnChampion = new double[champion.length];
        int outputs = Scores.outputs(challenger, rows);
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int i = 0; i < rows; i++) {
                int row = random.nextInt(rows);
                drawnActual[i] = actual[row];
                System.arraycopy(challenger, row * outputs, drawnChallenger, i * outputs, outputs);
                System.arraycopy(champion, row * outputs, drawnChampion, i * outputs, outputs);
            }
            losses[draw] = Compared.loss(
                    metric,
                    quality.applyAsDouble(drawnActual, drawnChallenger),
                    quality.applyAsDouble(drawnActual, drawnChampion));
        }
        // A draw of one class only may have no metric: it says nothing.
        double[] sorted =
                Arrays.stream(losses).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new PairedDifference(mine, theirs, loss, new Interval(loss, loss));
        }
        double tail = (1 - confidence) / 2;
        return new PairedDifference(
                mine,
                theirs,
                loss,
                new Interval(Math.min(loss, quantile(sorted, tail)), Math.max(loss, quantile(sorted, 1 - tail))));
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
