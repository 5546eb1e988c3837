package io.tidemark.trainer.report;

import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.report.HtmlPage;
import io.tidemark.report.HtmlPage.Cell;
import io.tidemark.trainer.data.DataFinding;
import io.tidemark.trainer.gates.GateFinding;
import io.tidemark.trainer.pipeline.TrainingResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The page of a run: what was tried, what won and why, where it errs, what the gates say, where it comes from.
public final class TrainingReport {
    private final ModelManifest manifest;
    private final TrainingResult result;
    private final ReportPage report;
    private final HtmlPage page;

    private TrainingReport(String runId, ModelManifest manifest, TrainingResult result) {
        this.manifest = manifest;
        this.result = result;
        BundleDescriptor.Training training = result.bundle().descriptor().training();
        page = new HtmlPage(manifest.name() + ": training run " + runId)
                .lead(manifest.description() + " " + training.algorithm() + " won on " + training.rows()
                        + " rows; the gates say " + (result.gates().approved() ? "APPROVED." : "REJECTED."));
        report = new ReportPage(page);
    }

    /// Makes the page and its plots.
    ///
    /// @param findings what is odd about the data
    public static TrainingReport of(
            String runId, ModelManifest manifest, TrainingResult result, List<DataFinding> findings) {
        TrainingReport report = new TrainingReport(runId, manifest, result);
        QualitySections quality = new QualitySections(report.report, manifest, result);
        DataSections data = new DataSections(report.report, result);
        ChoiceSections choice = new ChoiceSections(report.report, manifest, result);
        report.gates();
        quality.metrics();
        result.intervals().ifPresent(quality::intervals);
        quality.classes();
        data.data(findings);
        data.imputation();
        data.clusterTrials();
        result.clusters().forEach(data::clusters);
        choice.selection();
        result.tuning().ifPresent(choice::sweep);
        quality.errors();
        quality.importance();
        result.segments().forEach(quality::segments);
        report.lineage();
        return report;
    }

    /// The page; it needs nothing else.
    public String html() {
        return page.html();
    }

    /// The page's plots as SVG, by name.
    public Map<String, String> plots() {
        return report.plots();
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
}
