package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.client.Sender;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.cli.stack.ServicesFile;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.event.RetrainRequest;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.trainer.run.RunIds;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Asks the running trainer for a run. Of the home's own stack it is known which manifests its trainer reads: a name
/// that has none is refused here. Elsewhere the trainer answers such a request with a run that failed.
@Command(
        name = "retrain",
        description = "Ask the running trainer for a run on base data and replayed outcomes.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark retrain housing --reason \"new prices\"",
            "  tidemark retrain housing --from 2026-01-01T00:00:00Z && tidemark watch training-runs"
        })
public final class RetrainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "Asked for by hand.", description = "Why.")
    private String reason = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Replay outcomes from this event time on, ISO 8601 (default: the manifest's window).")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Replay outcomes up to this event time (default: all there are).")
    private @Nullable Instant to;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        KafkaSettings settings = connection.settings();
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
}
