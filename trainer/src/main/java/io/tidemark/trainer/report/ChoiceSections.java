package io.tidemark.trainer.report;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.report.HtmlPage;
import io.tidemark.report.HtmlPage.Cell;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.MetricDirection;
import io.tidemark.trainer.pipeline.CandidateScore;
import io.tidemark.trainer.pipeline.Metrics;
import io.tidemark.trainer.pipeline.SelectionChart;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.pipeline.TuningResult;
import io.tidemark.trainer.sweep.SweepCharts;
import java.util.ArrayList;
import java.util.List;

/// What was tried, and what won.
final class ChoiceSections {
    private final ReportPage report;
    private final ModelManifest manifest;
    private final TrainingResult result;
    private final HtmlPage page;

    ChoiceSections(ReportPage report, ModelManifest manifest, TrainingResult result) {
        this.report = report;
        this.manifest = manifest;
        this.result = result;
        this.page = report.page();
    }

    void selection() {
        Metric metric = Metrics.require(result.selection().metric());
        List<List<Cell>> rows = new ArrayList<>();
        for (CandidateScore candidate : result.candidates()) {
            rows.add(List.of(
                    Cell.number(Integer.toString(rows.size() + 1)),
                    Cell.text(candidate.algorithm().key()),
                    Cell.text(candidate.parameters().toString()),
                    Cell.number(Shown.number(candidate.mean())),
                    Cell.number(Shown.number(candidate.spread())),
                    Cell.number(Shown.number(candidate.trainMean())),
                    Cell.verdict(!candidate.overfitted(), Shown.number(candidate.overfit())),
                    Cell.text(candidate.end().words())));
        }
        page.section("What was tried")
                .text(rows.size() + " candidates in " + result.selection().folds() + "-fold cross-validation on "
                        + metric.key() + "; "
                        + (metric.direction() == MetricDirection.HIGHER_IS_BETTER ? "higher" : "lower")
                        + " is better. The preprocessing was fitted anew inside each fold. Candidates without hope were"
                        + " stopped early.");
        report.figure(
                "selection",
                SelectionChart.svg(result.selection(), manifest.target().unit()),
                "Mean over the folds that each candidate saw, the best on top; stopped ones in another colour.");
        page.table(
                List.of("rank", "algorithm", "parameters", "mean", "spread", "on training rows", "overfit", "end"),
                rows);
    }

    void sweep(TuningResult tuning) {
        page.section("Sweep")
                .text("Bayesian search of the parameters of "
                        + tuning.algorithm().key() + " on " + tuning.metric()
                        + ": the best of the comparison had " + Shown.number(tuning.selected()) + ". "
                        + (tuning.isBetter()
                                ? "The best trial is better; the version is fitted with " + tuning.parameters() + "."
                                : "No trial was better; the version keeps the comparison's parameters."));
        report.figure(
                "sweep-convergence",
                SweepCharts.convergence(tuning.sweep(), tuning.metric()),
                "Completed trials, and the best so far.");
        report.figure(
                "sweep-parameters",
                SweepCharts.parallelCoordinates(tuning.sweep(), tuning.metric()),
                "One line per completed trial; the best end on top of the last axis.");
    }
}
