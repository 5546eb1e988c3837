package io.tidemark.trainer.pipeline;

import io.tidemark.report.BarChart;
import io.tidemark.stats.metric.MetricUnit;

/// A selection's plot, as SVG: a bar per candidate that was scored, by its number in the result from 1 on, stopped ones
/// in another colour.
public final class SelectionChart {
    private static final int COMPLETE = 0;
    private static final int STOPPED = 1;
    private static final int MOST = 40;

    private SelectionChart() {}

    /// The plot.
    ///
    /// @param unit unit of the target, for metrics that are in it; may be empty
    public static String svg(SelectionResult selection, String unit) {
        boolean isInUnit = Metrics.require(selection.metric()).unit() == MetricUnit.TARGET && !unit.isEmpty();
        BarChart chart = new BarChart(
                "Candidates in " + selection.folds() + "-fold cross-validation",
                selection.metric() + (isInUnit ? ", " + unit : "") + ", mean of the validation rows");
        for (int i = 0; i < Math.min(MOST, selection.candidates().size()); i++) {
            CandidateScore candidate = selection.candidates().get(i);
            if (!candidate.folds().isEmpty()) {
                chart.bar(
                        (i + 1) + ". " + candidate.algorithm().key(),
                        candidate.mean(),
                        candidate.isComplete() ? COMPLETE : STOPPED);
            }
        }
        return chart.svg();
    }
}
