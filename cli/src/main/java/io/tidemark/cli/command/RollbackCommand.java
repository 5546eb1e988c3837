package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.audit.ChampionHistory;
import io.tidemark.cli.client.Publication;
import io.tidemark.cli.client.RepairRun;
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
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
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
            "Twice in a row goes two steps back. `tidemark timeline MODEL` shows how the scorers follow.",
            "",
            "With --repair, what the version answered that is left is answered again by the one that it goes back to, and"
                    + " written to predictions as corrections: each names the answer that it supersedes."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark rollback housing --reason \"wrong prices in the north\"",
            "  tidemark rollback housing --to 2",
            "  tidemark rollback housing --repair --answered-from 2026-01-31T12:00:00Z    and correct what was answered since",
            "  tidemark rollback housing --repair-only 3                         correct, or go on after an interruption"
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

    @Option(names = "--repair", description = "Answer again what the version answered that is left.")
    private boolean repair;

    @Option(
            names = "--repair-only",
            paramLabel = "VERSION",
            description = "No rollback: the champion answers again what this version answered; also to go on with a"
                    + " repair that was interrupted.")
    private @Nullable Integer repairOnly;

    @Option(
            names = "--answered-from",
            paramLabel = "TIME",
            description = "First answers to repair, by record time, ISO 8601 (default: the first that the log holds).")
    private @Nullable Instant answeredFrom;

    @Option(names = "--answered-to", paramLabel = "TIME", description = "End of them, exclusive (default: none).")
    private @Nullable Instant answeredTo;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        requireSense();
        if (repairOnly != null) {
            new RepairRun(connection, model, answeredFrom, answeredTo).repair(repairOnly);
            return ExitCode.OK;
        }
        OptionalInt left = repair ? OptionalInt.of(champion(connection.settings())) : OptionalInt.empty();
        KafkaSettings settings = connection.settings();
        ModelRegistry registry = connection.home().home().openRegistry();
        int target = to == null ? championBefore(settings) : to;
        ModelVersion version = Publication.version(registry, Optional.of(settings), model, target);
        boolean told = Publication.activate(registry, version, Optional.of(settings), ActivationCause.ROLLBACK, reason);
        Terminal.system().line(model + " is back at version " + target + "." + PromoteCommand.hint(told));
        left.ifPresent(bad -> new RepairRun(connection, model, answeredFrom, answeredTo).repair(bad));
        return ExitCode.OK;
    }

    private void requireSense() {
        if (repairOnly != null && (repair || to != null)) {
            throw new UserError(
                    "Found --repair-only with --repair or --to VERSION, expected it alone.", ExitCode.USAGE);
        }
    }

    private int champion(KafkaSettings settings) {
        return timeline(settings)
                .champion(model)
                .orElseThrow(() -> new UserError("Found no activation of " + model + " on the timeline."))
                .getVersion();
    }

    private static TimelineState timeline(KafkaSettings settings) {
        return TimelineState.read(new TopicReader(settings), new TopicBinding(settings).of(Topics.TIMELINE));
    }

    private int championBefore(KafkaSettings settings) {
        return ChampionHistory.before(timeline(settings).of(model))
                .orElseThrow(() -> new UserError("Found no champion of " + model
                        + " before the present one, expected one on the timeline: name it with --to."));
    }
}
