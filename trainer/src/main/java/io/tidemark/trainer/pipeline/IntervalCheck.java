package io.tidemark.trainer.pipeline;

import io.tidemark.model.bundle.PredictionIntervals;

/// Prediction intervals on rows that nothing was fitted or calibrated on.
///
/// @param wanted share of true values that they are to hold
/// @param observed share that they hold
/// @param meanWidth mean width, in the target's unit
public record IntervalCheck(double wanted, double observed, double meanWidth) {
    static IntervalCheck of(PredictionIntervals intervals, Evaluation evaluation) {
        double width = 0;
        int held = 0;
        for (int row = 0; row < evaluation.rows(); row++) {
            double halfWidth = intervals.halfWidth(evaluation.score(row));
            width += 2 * halfWidth;
            held += Math.abs(evaluation.score(row) - evaluation.actual(row)) <= halfWidth ? 1 : 0;
        }
        return new IntervalCheck(intervals.coverage(), (double) held / evaluation.rows(), width / evaluation.rows());
    }
}
