package io.tidemark.trainer.report;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.report.BarChart;
import io.tidemark.report.HtmlPage;
import io.tidemark.report.HtmlPage.Cell;
import io.tidemark.stats.metric.BinaryAccumulator;
import io.tidemark.stats.metric.ClassScores;
import io.tidemark.stats.metric.Confusion;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.MulticlassAccumulator;
import io.tidemark.trainer.pipeline.Evaluation;
import io.tidemark.trainer.pipeline.Importance;
import io.tidemark.trainer.pipeline.IntervalCheck;
import io.tidemark.trainer.pipeline.Metrics;
import io.tidemark.trainer.pipeline.Segments;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.pipeline.TunedThreshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// How good the model is, where it errs, and what it looks at.
final class QualitySections {
    private final ReportPage report;
    private final ModelManifest manifest;
    private final TrainingResult result;
    private final HtmlPage page;

    QualitySections(ReportPage report, ModelManifest manifest, TrainingResult result) {
        this.report = report;
        this.manifest = manifest;
        this.result = result;
        this.page = report.page();
    }

    void metrics() {
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

    void intervals(IntervalCheck check) {
        page.text(String.format(
                Locale.ROOT,
                "Prediction intervals are to hold %.0f %% of the true values; on these rows they hold %.1f %%, and are %s wide"
                        + " on average.",
                100 * check.wanted(),
                100 * check.observed(),
                Shown.number(check.meanWidth())));
    }

    /// Right and wrong answers by class, at the threshold that the version decides by.
    void classes() {
        switch (manifest.task()) {
            case REGRESSION -> {}
            case BINARY -> twoClasses();
            case MULTICLASS -> severalClasses();
        }
    }

    /// Rows: what was true. Columns: what was answered.
    private void severalClasses() {
        Evaluation evaluation = result.evaluation();
        List<String> classes = manifest.target().classes();
        MulticlassAccumulator counts =
                MulticlassAccumulator.ofProbabilities(classes.size(), evaluation.actual(), evaluation.scores());
        List<String> header = new ArrayList<>(List.of("class", "rows"));
        classes.forEach(name -> header.add("answered " + name));
        header.addAll(List.of("precision", "recall", "F1"));
        List<List<Cell>> rows = new ArrayList<>();
        for (ClassScores scores : counts.perClass()) {
            List<Long> answered = IntStream.range(0, classes.size())
                    .mapToObj(predicted -> counts.count(scores.code(), predicted))
                    .toList();
            rows.add(classRow(classes.get(scores.code()), scores, answered));
        }
        page.section("By class")
                .text("Answers with the most probable class. A row of the table is what was true, a column what was"
                        + " answered.")
                .table(header, rows);
    }

    private void twoClasses() {
        double threshold = result.bundle().descriptor().threshold().orElse(BinaryAccumulator.USUAL_THRESHOLD);
        Confusion confusion = BinaryAccumulator.of(
                        result.evaluation().actual(), result.evaluation().scores(), threshold)
                .confusion();
        List<ClassScores> scores = confusion.perClass();
        String negative = manifest.target().classes().get(0);
        String positive = manifest.target().classes().get(1);
        page.section("By class")
                .text("Answers with " + positive + " from a probability of " + Shown.number(threshold) + " on.")
                .table(
                        List.of(
                                "class",
                                "rows",
                                "answered " + negative,
                                "answered " + positive,
                                "precision",
                                "recall",
                                "F1"),
                        List.of(
                                classRow(
                                        negative,
                                        scores.get(0),
                                        List.of(confusion.trueNegatives(), confusion.falsePositives())),
                                classRow(
                                        positive,
                                        scores.get(1),
                                        List.of(confusion.falseNegatives(), confusion.truePositives()))));
        result.tunedThreshold().ifPresent(this::tuned);
    }

    /// A score without rows behind it is left empty.
    ///
    /// @param answered rows of the class by the class that was answered
    private static List<Cell> classRow(String name, ClassScores scores, List<Long> answered) {
        List<Cell> cells = new ArrayList<>(List.of(Cell.text(name), Cell.number(Long.toString(scores.rows()))));
        answered.forEach(count -> cells.add(Cell.number(Long.toString(count))));
        cells.add(Cell.number(scores.predictedRows() == 0 ? "" : Shown.number(scores.precision())));
        cells.add(Cell.number(scores.rows() == 0 ? "" : Shown.number(scores.recall())));
        cells.add(Cell.number(scores.occurs() ? Shown.number(scores.f1()) : ""));
        return List.copyOf(cells);
    }

    private void tuned(TunedThreshold tuned) {
        page.text(String.format(
                Locale.ROOT,
                "The best F1 on rows held back from training has the threshold %s. On these rows it gives precision %s,"
                        + " recall %s and F1 %s; target.tune_threshold makes versions decide by it.",
                Shown.number(tuned.threshold()),
                Shown.number(tuned.report().value(Metric.PRECISION).orElse(Double.NaN)),
                Shown.number(tuned.report().value(Metric.RECALL).orElse(Double.NaN)),
                Shown.number(tuned.report().value(Metric.F1).orElse(Double.NaN))));
    }

    void errors() {
        Evaluation evaluation = result.evaluation();
        page.section("Where it errs");
        switch (manifest.task()) {
            case REGRESSION -> {
                String unit = manifest.target().unit();
                report.figure(
                        "predicted-actual",
                        ErrorCharts.predictedAgainstActual(evaluation, unit),
                        "Each dot is a row that the model has not seen.");
                report.figure("residuals", ErrorCharts.residuals(evaluation, unit), "Right of 0: predicted too high.");
            }
            case BINARY -> {
                report.figure(
                        "calibration",
                        ErrorCharts.calibration(evaluation),
                        "On the diagonal, probabilities come true.");
                report.figure(
                        "probabilities",
                        ErrorCharts.probabilities(evaluation, manifest.target().classes()),
                        "The further the classes are apart, the better the model tells them apart.");
            }
            case MULTICLASS ->
                report.figure(
                        "calibration",
                        ErrorCharts.classCalibration(evaluation),
                        "By the probability of the class that is answered. On the diagonal, probabilities come true.");
        }
    }

    void importance() {
        String metric = result.selection().metric();
        BarChart chart = new BarChart("Importance of features", "loss of " + metric + " when the feature is shuffled");
        result.importances().forEach(importance -> chart.bar(importance.feature(), Math.max(0, importance.loss()), 0));
        page.section("What it looks at");
        report.figure(
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

    void segments(Segments segments) {
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
        report.figure("segments-" + segments.feature(), chart.svg(), metric.key() + " per value; rows in brackets.");
        page.table(List.of(segments.feature(), "rows", metric.key(), "95 % confidence"), rows);
    }
}
