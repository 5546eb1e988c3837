package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.client.Publication;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.cli.stack.Home;
import io.tidemark.cli.terminal.Logs;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.gates.GateFinding;
import io.tidemark.trainer.pipeline.CandidateEnd;
import io.tidemark.trainer.pipeline.CandidateScore;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.run.RegisteredRun;
import io.tidemark.trainer.run.RunIds;
import io.tidemark.trainer.run.TrainingOrder;
import io.tidemark.trainer.run.TrainingService;
import io.tidemark.trainer.sweep.SweepResult;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Trains a model, registers it and, when it is approved and a stack runs, activates it.
@Command(
        name = "train",
        description = "Train a model and register it; needs no broker.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:approved", "3:registered, but refused by a gate", "1:failed"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark train housing",
            "  tidemark train housing --data housing.csv --set split.test=0.3",
            "  tidemark train ./my-model.yaml --no-activate --json"
        })
public final class TrainCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "MODEL", description = "Name of a model, or the path of its manifest.")
    private String model = "";

    @Option(
            names = "--data",
            paramLabel = "ADDRESS",
            description = "Base data instead of the manifest's: a file, http(s)://, gs://, synthetic:rows=N.")
    private @Nullable String data;

    @Option(names = "--no-activate", description = "Register only; `tidemark promote` activates later.")
    private boolean noActivate;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads to train on (default: one per core).")
    private int threads;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Mixin
    private ModelsOption models = new ModelsOption();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        Home home = connection.home().home();
        Logs.toFile(home.logs().resolve("train.log"));
        ModelManifest manifest = models.manifest(model, Optional.ofNullable(data));
        ProgressLine progress = new ProgressLine(json ? Terminal.silent() : Terminal.system());
        DataLocator locator = new DataLocator(
                home.dataCache(),
                DataLocator.searchDirs(models.folder()),
                (what, done, total) -> progress.show(what, total > 0 ? (double) done / total : -1));
        ModelRegistry registry = new LocalDirectoryRegistry(home.registry());
        TrainingService service = new TrainingService(
                registry,
                locator,
                home.runs(),
                threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
        RegisteredRun run = service.train(
                new TrainingOrder(
                        RunIds.fresh(manifest.name()),
                        manifest,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty()),
                (step, message, share) -> progress.show(step.key() + ": " + message, share));
        Optional<KafkaSettings> kafka = connection.find();
        boolean active = Publication.publish(registry, run.version(), kafka, !noActivate);
        report(run, active, kafka.isPresent(), progress);
        return run.version().approved() ? ExitCode.OK : ExitCode.REFUSED;
    }

    private void report(RegisteredRun run, boolean active, boolean stack, ProgressLine progress) {
        Terminal terminal = Terminal.system();
        TrainingResult result = run.result().orElseThrow();
        if (json) {
            terminal.line(toJson(run, result, active).toPrettyString());
            return;
        }
        boolean approved = run.version().approved();
        progress.done(terminal.paint(
                approved ? Paint.GOOD : Paint.BAD,
                run.version().model() + " version " + run.version().version() + (approved ? " APPROVED" : " REFUSED")));
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
        terminal.line(terminal.paint(Paint.STRONG, "Gates"));
        for (GateFinding finding : result.gates().findings()) {
            terminal.line(
                    "  " + terminal.paint(finding.passed() ? Paint.GOOD : Paint.BAD, finding.passed() ? "✓ " : "✗ ")
                            + finding.message());
        }
        terminal.line("Evidence: " + run.folder());
        terminal.line(terminal.paint(
                Paint.HINT,
                active
                        ? (stack ? "It serves now." : "It will serve from the next `tidemark up` on.")
                        : "It does not serve; `tidemark promote "
                                + run.version().model() + " " + run.version().version()
                                + "` activates an approved version."));
    }

    private static ObjectNode toJson(RegisteredRun run, TrainingResult result, boolean active) {
        ObjectNode node = JSON.createObjectNode()
                .put("model", run.version().model())
                .put("version", run.version().version())
                .put("run_id", run.version().runId())
                .put("bundle_sha256", run.version().bundleSha256())
                .put("approved", run.version().approved())
                .put("active", active)
                .put("verdict", result.gates().verdict())
                .put("folder", run.folder().toString());
        ObjectNode metrics = node.putObject("metrics");
        result.metrics().forEach(metrics::put);
        return node;
    }
}
