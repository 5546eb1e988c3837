package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.client.Sender;
import io.tidemark.cli.history.PolicyReplay;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.cli.stack.ServicesFile;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.drift.policy.PolicyTerms;
import io.tidemark.drift.policy.Verdict;
import io.tidemark.event.PolicyReading;
import io.tidemark.event.RetrainRequest;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.trainer.run.RunIds;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Asks the running trainer for a run, or tells what the retrain policy would have done. Of the home's own stack it is
/// known which manifests its trainer reads: a name
/// that has none is refused here. Elsewhere the trainer answers such a request with a run that failed.
@Command(
        name = "retrain",
        description = {
            "Ask the running trainer for a run on base data and replayed outcomes; with --dry-run, tell what the retrain",
            "policy would have done on the past, step by step, and what held it back. The policy is then that of the",
            "manifest here, with what --set changes; nothing is asked for."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark retrain housing --reason \"new prices\"",
            "  tidemark retrain housing --from 2026-01-01T00:00:00Z && tidemark watch training-runs",
            "  tidemark retrain housing --dry-run --from 2026-01-01T00:00:00Z",
            "  tidemark retrain housing --dry-run --set retrain.cooldown=1d --set retrain.max_age=30d"
        })
public final class RetrainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "Asked for by hand.", description = "Why.")
    private String reason = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Replay outcomes from this event time on, ISO 8601 (default: the manifest's window); with"
                    + " --dry-run, tell of steps from this time on.")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Replay outcomes up to this event time (default: all there are); with --dry-run, tell of"
                    + " steps before this time.")
    private @Nullable Instant to;

    @Option(names = "--dry-run", description = "Tell what the policy would have done; ask for nothing.")
    private boolean dryRun;

    @Mixin
    private ModelsOption models = new ModelsOption();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        KafkaSettings settings = connection.settings();
        if (dryRun) {
            return tell(settings);
        }
        if (connection.isHomesStack()) {
            ServicesFile.models(connection.home().home())
                    .ifPresent(folder -> ModelsOption.requireManifest(folder, model));
        }
        RetrainRequest request = RetrainRequest.newBuilder()
                .setTriggerId(RunIds.fresh(model))
                .setModel(model)
                .setRequestedAt(Instant.now())
                .setRequestedBy(System.getProperty("user.name", "cli"))
                .setReasons(List.of(reason))
                .setReplayFrom(from)
                .setReplayTo(to)
                .build();
        try (Sender sender = new Sender(settings)) {
            sender.send(new TopicBinding(settings).of(Topics.RETRAIN_REQUESTS), model, request);
        }
        Terminal.system().line("Asked for run " + request.getTriggerId() + "; `tidemark status` shows how it goes.");
        return ExitCode.OK;
    }

    private int tell(KafkaSettings settings) {
        ModelManifest manifest = models.manifest(model);
        PolicyTerms terms =
                PolicyTerms.of(manifest.retrain(), manifest.monitors().performance());
        List<PolicyReading> readings = PolicyReplay.readings(new TopicBinding(settings), manifest.name());
        List<Verdict> steps = PolicyReplay.steps(manifest.name(), readings, terms).stream()
                .filter(step -> from == null || !step.time().isBefore(from))
                .filter(step -> to == null || step.time().isBefore(to))
                .toList();
        Terminal terminal = Terminal.system();
        steps.forEach(step -> print(terminal, step));
        long asks = steps.stream().filter(step -> step.ask().isPresent()).count();
        terminal.line(asks + (asks == 1 ? " request" : " requests") + " in " + readings.size() + " readings of "
                + manifest.name()
                + (readings.isEmpty() ? ": the drift monitor has told its policy nothing of it yet." : "."));
        return ExitCode.OK;
    }

    private static void print(Terminal terminal, Verdict step) {
        terminal.line(step.time() + "  version " + step.version() + "  "
                + terminal.paint(
                        step.ask().isPresent() ? Terminal.Paint.GOOD : Terminal.Paint.STRONG,
                        step.step().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                + step.ask()
                        .map(ask -> "  " + Terminal.plain(ask.triggerId()))
                        .orElse("  " + Terminal.plain(step.why())));
        step.triggers()
                .forEach(trigger ->
                        terminal.line("    " + (trigger.fired() ? "● " : "○ ") + Terminal.plain(trigger.toString())));
    }
}
