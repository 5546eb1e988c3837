package io.tidemark.trainer.report;

import io.tidemark.model.fit.ClusterComparison;
import io.tidemark.model.fit.ImputationComparison;
import io.tidemark.report.BarChart;
import io.tidemark.report.HtmlPage;
import io.tidemark.report.HtmlPage.Cell;
import io.tidemark.report.LineChart;
import io.tidemark.trainer.data.DataFinding;
import io.tidemark.trainer.pipeline.ClusterSearch;
import io.tidemark.trainer.pipeline.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the rows are like, and what was made of them.
final class DataSections {
    private final ReportPage report;
    private final TrainingResult result;
    private final HtmlPage page;

    DataSections(ReportPage report, TrainingResult result) {
        this.report = report;
        this.result = result;
        this.page = report.page();
    }

    /// @param findings what is odd about the data
    void data(List<DataFinding> findings) {
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

    void imputation() {
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
                report.figure(
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

    void clusters(ClusterComparison clusters) {
        double[] counts = clusters.scores().stream()
                .mapToDouble(ClusterComparison.Score::clusters)
                .toArray();
        page.section("Clusters " + clusters.name())
                .text(clusters.chosen() + " clusters of " + String.join(", ", clusters.of()) + ": " + clusters.reason()
                        + ".");
        report.figure(
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
        report.figure(
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

    /// Numbers of clusters that a model's score decided between.
    void clusterTrials() {
        if (result.clusterTrials().isEmpty()) {
            return;
        }
        List<List<Cell>> rows = new ArrayList<>();
        for (ClusterSearch.Trial trial : result.clusterTrials()) {
            rows.add(List.of(
                    Cell.text(trial.name()),
                    Cell.number(Integer.toString(trial.clusters())),
                    Cell.text(trial.metric()),
                    Cell.number(Shown.number(trial.score()))));
        }
        page.section("Clusters by a model's score")
                .text("Each number was tried with a model on rows that were held back from it; the best one is used.")
                .table(List.of("clusters", "number", "metric", "value"), rows);
    }
}
