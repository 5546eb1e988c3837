package io.tidemark.trainer.report;

import io.tidemark.model.Task;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.fit.ClusterComparison;
import io.tidemark.model.fit.ImputationComparison;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.report.BarChart;
import io.tidemark.report.HtmlPage;
import io.tidemark.report.HtmlPage.Cell;
import io.tidemark.report.LineChart;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.MetricDirection;
import io.tidemark.trainer.data.DataFinding;
import io.tidemark.trainer.gates.GateFinding;
import io.tidemark.trainer.pipeline.CandidateScore;
import io.tidemark.trainer.pipeline.Evaluation;
import io.tidemark.trainer.pipeline.Importance;
import io.tidemark.trainer.pipeline.IntervalCheck;
import io.tidemark.trainer.pipeline.Metrics;
import io.tidemark.trainer.pipeline.Segments;
import io.tidemark.trainer.pipeline.SelectionChart;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.pipeline.TuningResult;
import io.tidemark.trainer.sweep.SweepCharts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The page of a run: what was tried, what won and why, where it errs, what the gates say, where it comes from.
public final class TrainingReport {
    private final ModelManifest manifest;
    private final TrainingResult result;
    private final List<DataFinding> findings;
    private final Map<String, String> plots = new LinkedHashMap<>();
    private final HtmlPage page;

    private TrainingReport(String runId, ModelManifest manifest, TrainingResult result, List<DataFinding> findings) {
        this.manifest = manifest;
        this.result = result;
        this.findings = findings;
        BundleDescriptor.Training training = result.bundle().descriptor().training();
        page = new HtmlPage(manifest.name() + ": training run " + runId)
                .lead(manifest.description() + " " + training.algorithm() + " won on " + training.rows()
                        + " rows; the gates say " + (result.gates().approved() ? "APPROVED." : "REJECTED."));
    }

    /// Makes the page and its plots.
    ///
    /// @param findings what is odd about the data
    public static TrainingReport of(
            String runId, ModelManifest manifest, TrainingResult result, List<DataFinding> findings) {
        TrainingReport report = new TrainingReport(runId, manifest, result, findings);
        report.gates();
        report.metrics();
        result.intervals().ifPresent(report::intervals);
        report.data();
        report.imputation();
        result.clusters().forEach(report::clusters);
        report.selection();
        result.tuning().ifPresent(report::sweep);
        report.errors();
        report.importance();
        result.segments().forEach(report::segments);
        report.lineage();
        return report;
    }

    /// The page; it needs nothing else.
    public String html() {
        return page.html();
    }

    /// The page's plots as SVG, by name.
    public Map<String, String> plots() {
        return Map.copyOf(plots);
    }

    private void gates() {
        List<List<Cell>> rows = new ArrayList<>();
        for (GateFinding finding : result.gates().findings()) {
            rows.add(List.of(
                    Cell.text(finding.gate()),
                    Cell.verdict(finding.passed(), finding.passed() ? "passed" : "failed"),
                    Cell.text(finding.message())));
        }
        page.section("Gates").table(List.of("gate", "verdict", "finding"), rows);
    }

    private void metrics() {
        Evaluation evaluation = result.evaluation();
        List<List<Cell>> rows = new ArrayList<>();
        evaluation
                .report()
                .estimates()
                .forEach((metric, estimate) -> rows.add(List.of(
                        Cell.text(metric.key()),
                        Cell.number(Shown.number(estimate.value())),
                        Cell.text(Shown.interval(estimate)),
                        Cell.text(direction(metric)))));
        page.section("Quality")
                .text("On " + evaluation.rows()
                        + (evaluation.isRecent()
                                ? " recent outcomes that no choice and no fit has seen."
                                : " test rows that no choice and no fit has seen."))
                .table(List.of("metric", "value", "95 % confidence", "better is"), rows);
    }

    private static String direction(Metric metric) {
        return switch (metric.direction()) {
            case HIGHER_IS_BETTER -> "higher";
            case LOWER_IS_BETTER -> "lower";
            case NEARER_TO_ZERO_IS_BETTER -> "nearer to 0";
        };
    }

    private void intervals(IntervalCheck check) {
        page.text(String.format(
                Locale.ROOT,
                "Prediction intervals are to hold %.0f %% of the true values; on these rows they hold %.1f %%, and are %s wide"
                        + " on average.",
                100 * check.wanted(),
                100 * check.observed(),
                Shown.number(check.meanWidth())));
    }

    private void data() {
        page.section("Data");
        if (findings.isEmpty()) {
            page.text("Nothing odd was found.");
            return;
        }
        List<List<Cell>> rows = new ArrayList<>();
        for (DataFinding finding : findings) {
            rows.add(List.of(
                    Cell.text(finding.check()),
                    Cell.text(finding.place()),
                    Cell.text(finding.found()),
                    Cell.text(finding.expected())));
        }
        page.table(List.of("check", "where", "found", "expected"), rows);
    }

    private void imputation() {
        if (result.imputations().isEmpty()) {
            return;
        }
        page.section("Missing numbers")
                .text("Known values were hidden and filled in from other rows, for several draws of rows; the error is"
                        + " the root mean square, in the column's unit.");
        List<List<Cell>> rows = new ArrayList<>();
        for (ImputationComparison column : result.imputations()) {
            BarChart chart = new BarChart("Filling in " + column.feature(), "RMSE on hidden values");
            column.scores()
                    .forEach(score ->
                            chart.bar(name(score.method()), score.mean(), score.method() == column.chosen() ? 1 : 0));
            if (!column.scores().isEmpty()) {
                figure(
                        "imputation-" + column.feature(),
                        chart.svg(),
                        column.feature() + ": " + name(column.chosen()) + " is used, " + column.reason() + ".");
            }
            rows.add(List.of(
                    Cell.text(column.feature()),
                    Cell.number(Integer.toString(column.missing())),
                    Cell.text(name(column.chosen())),
                    Cell.text(column.reason())));
        }
        page.table(List.of("feature", "missing", "method", "because"), rows);
    }

    private static String name(Enum<?> method) {
        return method.name().toLowerCase(Locale.ROOT);
    }

    private void clusters(ClusterComparison clusters) {
        double[] counts = clusters.scores().stream()
                .mapToDouble(ClusterComparison.Score::clusters)
                .toArray();
        page.section("Clusters " + clusters.name())
                .text(clusters.chosen() + " clusters of " + String.join(", ", clusters.of()) + ": " + clusters.reason()
                        + ".");
        figure(
                "clusters-" + clusters.name() + "-elbow",
                new LineChart("Elbow", "clusters", "inertia")
                        .line(
                                "inertia",
                                counts,
                                clusters.scores().stream()
                                        .mapToDouble(ClusterComparison.Score::inertia)
                                        .toArray())
                        .svg(),
                "Squared distances to the nearest centre.");
        figure(
                "clusters-" + clusters.name() + "-silhouette",
                new LineChart("Silhouette and Davies-Bouldin", "clusters", "index")
                        .line(
                                "silhouette",
                                counts,
                                clusters.scores().stream()
                                        .mapToDouble(ClusterComparison.Score::silhouette)
                                        .toArray())
                        .line(
                                "Davies-Bouldin",
                                counts,
                                clusters.scores().stream()
                                        .mapToDouble(ClusterComparison.Score::daviesBouldin)
                                        .toArray())
                        .svg(),
                "A higher silhouette and a lower Davies-Bouldin index are better.");
    }

    private void selection() {
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
        figure(
                "selection",
                SelectionChart.svg(result.selection(), manifest.target().unit()),
                "Mean over the folds that each candidate saw, the best on top; stopped ones in another colour.");
        page.table(
                List.of("rank", "algorithm", "parameters", "mean", "spread", "on training rows", "overfit", "end"),
                rows);
    }

    private void sweep(TuningResult tuning) {
        page.section("Sweep")
                .text("Bayesian search of the parameters of "
                        + tuning.algorithm().key() + " on " + tuning.metric()
                        + ": the best of the comparison had " + Shown.number(tuning.selected()) + ". "
                        + (tuning.isBetter()
                                ? "The best trial is better; the version is fitted with " + tuning.parameters() + "."
                                : "No trial was better; the version keeps the comparison's parameters."));
        figure(
                "sweep-convergence",
                SweepCharts.convergence(tuning.sweep(), tuning.metric()),
                "Completed trials, and the best so far.");
        figure(
                "sweep-parameters",
                SweepCharts.parallelCoordinates(tuning.sweep(), tuning.metric()),
                "One line per completed trial; the best end on top of the last axis.");
    }

    private void errors() {
        Evaluation evaluation = result.evaluation();
        page.section("Where it errs");
        if (manifest.task() == Task.REGRESSION) {
            String unit = manifest.target().unit();
            figure(
                    "predicted-actual",
                    ErrorCharts.predictedAgainstActual(evaluation, unit),
                    "Each dot is a row that the model has not seen.");
            figure("residuals", ErrorCharts.residuals(evaluation, unit), "Right of 0: predicted too high.");
        } else {
            figure("calibration", ErrorCharts.calibration(evaluation), "On the diagonal, probabilities come true.");
            figure(
                    "probabilities",
                    ErrorCharts.probabilities(evaluation, manifest.target().classes()),
                    "The further the classes are apart, the better the model tells them apart.");
        }
    }

    private void importance() {
        String metric = result.selection().metric();
        BarChart chart = new BarChart("Importance of features", "loss of " + metric + " when the feature is shuffled");
        result.importances().forEach(importance -> chart.bar(importance.feature(), Math.max(0, importance.loss()), 0));
        page.section("What it looks at");
        figure(
                "importance",
                chart.svg(),
                "Permutation importance on unseen rows: how much worse " + metric
                        + " gets when the feature's values are shuffled between rows.");
        List<List<Cell>> rows = new ArrayList<>();
        for (Importance importance : result.importances()) {
            rows.add(List.of(
                    Cell.text(importance.feature()),
                    Cell.number(Shown.number(importance.loss())),
                    Cell.number(Shown.number(importance.spread()))));
        }
        page.table(List.of("feature", "loss of " + metric, "spread"), rows);
    }

    private void segments(Segments segments) {
        Metric metric = Metrics.require(result.selection().metric());
        BarChart chart = new BarChart("By " + segments.feature(), metric.key());
        List<List<Cell>> rows = new ArrayList<>();
        for (Segments.Segment segment : segments.segments()) {
            double value = segment.report().value(metric).orElse(Double.NaN);
            chart.bar(segment.name() + " (" + segment.rows() + ")", value, 0);
            rows.add(List.of(
                    Cell.text(segment.name()),
                    Cell.number(Integer.toString(segment.rows())),
                    Cell.number(Shown.number(value)),
                    Cell.text(segment.report().find(metric).map(Shown::interval).orElse(""))));
        }
        page.section("By " + segments.feature());
        figure("segments-" + segments.feature(), chart.svg(), metric.key() + " per value; rows in brackets.");
        page.table(List.of(segments.feature(), "rows", metric.key(), "95 % confidence"), rows);
    }

    private void lineage() {
        BundleDescriptor.Training training = result.bundle().descriptor().training();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("bundle SHA-256", result.sha256());
        facts.put("data", training.data());
        facts.put("data SHA-256", training.dataSha256());
        facts.put("rows fitted on", Long.toString(training.rows()));
        training.replay()
                .ifPresent(replay -> facts.put(
                        "replayed outcomes",
                        replay.rows() + " of " + replay.topic() + " from " + Instant.ofEpochMilli(replay.fromMs())
                                + " to " + Instant.ofEpochMilli(replay.toMs()) + ", offsets " + replay.offsets()));
        facts.put("seed", Long.toString(training.seed()));
        facts.put("code", training.libraries().toString());
        facts.put("algorithm", training.algorithm() + " " + training.parameters());
        List<List<Cell>> rows = new ArrayList<>();
        facts.forEach((name, value) -> rows.add(List.of(Cell.text(name), Cell.text(value))));
        page.section("Where it comes from")
                .text("The same facts give the same bundle to the last bit: tidemark rebuild " + manifest.name()
                        + "@VERSION shows it.")
                .table(List.of("what", "which"), rows);
    }

    private void figure(String name, String svg, String caption) {
        plots.put(name, svg);
        page.figure(svg, caption);
    }
}
