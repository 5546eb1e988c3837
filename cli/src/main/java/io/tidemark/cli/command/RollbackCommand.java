package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.audit.ChampionHistory;
import io.tidemark.cli.client.Publication;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.event.ActivationCause;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Back to the champion before.
@Command(
        name = "rollback",
        description = {
            "Go back to the champion before, with one entry on the timeline.",
            "Twice in a row goes two steps back. `tidemark timeline MODEL` shows how the scorers follow."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark rollback housing --reason \"wrong prices in the north\"",
            "  tidemark rollback housing --to 2"
        })
public final class RollbackCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description = "Version to go back to (default: the champion before).")
    private @Nullable Integer to;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "Rolled back by hand.",
            description = "Why, for the audit.")
    private String reason = "";

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        KafkaSettings settings = connection.settings();
        ModelRegistry registry = connection.home().home().openRegistry();
        int target = to == null ? championBefore(settings) : to;
        ModelVersion version = Publication.version(registry, Optional.of(settings), model, target);
        boolean told = Publication.activate(registry, version, Optional.of(settings), ActivationCause.ROLLBACK, reason);
        Terminal.system().line(model + " is back at version " + target + "." + PromoteCommand.hint(told));
        return ExitCode.OK;
    }

    private int championBefore(KafkaSettings settings) {
        TimelineState timeline =
                TimelineState.read(new TopicReader(settings), new TopicBinding(settings).of(Topics.TIMELINE));
        return ChampionHistory.before(timeline.of(model))
                .orElseThrow(() -> new UserError("Found no champion of " + model
                        + " before the present one, expected one on the timeline: name it with --to."));
    }
}
