package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.client.Publication.Standing;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.registry.ModelVersion;
import io.tidemark.stats.metric.Metric;
import io.tidemark.trainer.gates.GateFinding;
import io.tidemark.trainer.pipeline.CandidateEnd;
import io.tidemark.trainer.pipeline.CandidateScore;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.run.RunOutcome;
import io.tidemark.trainer.step.StepRecord;
import io.tidemark.trainer.sweep.SweepResult;
import java.util.Locale;

/// What a training run has to say on the terminal.
final class TrainingOutput {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TrainingOutput() {}

    /// Prints a run that ended in the registry.
    ///
    /// @param standing what became of the version
    /// @param stack whether there is a stack that serves it now
    static void print(
            RunOutcome run,
            ModelVersion version,
            Standing standing,
            boolean stack,
            boolean json,
            ProgressLine progress) {
        Terminal terminal = Terminal.system();
        TrainingResult result = run.result().orElseThrow();
        if (json) {
            terminal.line(toJson(run, version, standing).toPrettyString());
            return;
        }
        boolean approved = version.approved();
        progress.done(terminal.paint(
                approved ? Paint.GOOD : Paint.BAD,
                version.model() + " version " + version.version() + (approved ? " APPROVED" : " REFUSED")));
        if (!run.findings().isEmpty()) {
            terminal.line(terminal.paint(Paint.STRONG, "Data"));
            run.findings().forEach(finding -> terminal.line("  " + finding.message()));
        }
        printQuality(result, terminal);
        terminal.line(terminal.paint(Paint.STRONG, "Steps"));
        lines(run, terminal);
        terminal.line("Evidence: " + run.folder());
        terminal.line(terminal.paint(
                Paint.HINT,
                switch (standing) {
                    case CHAMPION -> stack ? "It serves now." : "It will serve from the next `tidemark up` on.";
                    case ON_TRIAL ->
                        "It is on trial beside the champion; `tidemark rollout " + version.model()
                                + "` shows how it does.";
                    case REGISTERED ->
                        "It does not serve; `tidemark promote " + version.model() + " " + version.version()
                                + "` activates an approved version.";
                }));
    }

    /// Prints a run that ended before anything was registered.
    static void printSteps(RunOutcome run, boolean json, ProgressLine progress) {
        Terminal terminal = Terminal.system();
        if (json) {
            ObjectNode node = JSON.createObjectNode();
            node.set("steps", JSON.valueToTree(run.steps()));
            terminal.line(node.toPrettyString());
            return;
        }
        progress.done(terminal.paint(Paint.STRONG, "Steps"));
        lines(run, terminal);
        terminal.line(terminal.paint(Paint.HINT, "Nothing is registered."));
    }

    private static void lines(RunOutcome run, Terminal terminal) {
        for (StepRecord step : run.steps()) {
            String state = step.state() == StepRecord.State.UNCHANGED
                    ? "unchanged"
                    : String.format(Locale.ROOT, "%.1f s", step.seconds());
            terminal.line(String.format(Locale.ROOT, "  %-11s %10s  %s", step.step(), state, step.output()));
        }
    }

    private static void printQuality(TrainingResult result, Terminal terminal) {
        terminal.line("");
        terminal.line(terminal.paint(Paint.STRONG, "Algorithms, by cross-validation"));
        for (CandidateScore candidate : result.candidates()) {
            terminal.line(String.format(
                    Locale.ROOT,
                    "  %-17s %12.4f ± %-10.4f %s %s",
                    candidate.algorithm().key(),
                    candidate.mean(),
                    candidate.spread(),
                    candidate.parameters(),
                    candidate.isComplete()
                            ? ""
                            : terminal.paint(
                                    Paint.HINT,
                                    candidate.end() instanceof CandidateEnd.Stopped stopped
                                            ? "stopped after fold " + stopped.folds()
                                            : candidate.end().words())));
        }
        result.tuning().ifPresent(tuning -> {
            terminal.line(terminal.paint(
                    Paint.STRONG,
                    "Sweep of " + tuning.algorithm().key() + ", "
                            + tuning.sweep().trials().size() + " trials"));
            terminal.line(String.format(
                    Locale.ROOT,
                    "  best %s %s, without it %.4f  %s",
                    tuning.metric(),
                    tuning.sweep()
                            .best()
                            .map(best -> String.format(Locale.ROOT, "%.4f", SweepResult.value(best)))
                            .orElse("none"),
                    tuning.selected(),
                    tuning.parameters()));
        });
        terminal.line(terminal.paint(
                Paint.STRONG, "Metrics on " + result.evaluation().rows() + " rows that the model has not seen"));
        result.metrics()
                .forEach((name, value) -> terminal.line(String.format(Locale.ROOT, "  %-18s %.4f", name, value)));
        result.tunedThreshold()
                .ifPresent(tuned -> terminal.line(terminal.paint(
                        Paint.HINT,
                        String.format(
                                Locale.ROOT,
                                "  best F1 from a probability of %.4f on, found on rows held back: there %.4f, here %.4f",
                                tuned.threshold(),
                                tuned.f1(),
                                tuned.report().value(Metric.F1).orElse(Double.NaN)))));
        terminal.line(terminal.paint(Paint.STRONG, "Gates"));
        for (GateFinding finding : result.gates().findings()) {
            terminal.line(
                    "  " + terminal.paint(finding.passed() ? Paint.GOOD : Paint.BAD, finding.passed() ? "✓ " : "✗ ")
                            + finding.message());
        }
    }

    /// A run that ended in the registry, for programs.
    ///
    /// @param standing what became of the version
    static ObjectNode toJson(RunOutcome run, ModelVersion version, Standing standing) {
        TrainingResult result = run.result().orElseThrow();
        ObjectNode node = JSON.createObjectNode()
                .put("model", version.model())
                .put("version", version.version())
                .put("run_id", version.runId())
                .put("bundle_sha256", version.bundleSha256())
                .put("approved", version.approved())
                .put("active", standing == Standing.CHAMPION)
                .put("on_trial", standing == Standing.ON_TRIAL)
                .put("verdict", result.gates().verdict())
                .put("folder", run.folder().toString());
        ObjectNode metrics = node.putObject("metrics");
        result.metrics().forEach(metrics::put);
        node.set("steps", JSON.valueToTree(run.steps()));
        ArrayNode findings = node.putArray("data");
        run.findings().forEach(finding -> findings.add(finding.message()));
        return node;
    }
}
