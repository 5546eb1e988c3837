package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.client.Publication;
import io.tidemark.cli.client.TrialState;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.VerdictReached;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.streamkit.topic.KafkaSettings;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lets a version answer everything that a verdict is for and that waits for a person.
@Command(
        name = "approve",
        description = {
            "Let the version on trial answer everything, after a verdict for it.",
            "For models whose manifest has rollout.approval: manual. Without such a verdict nothing is done."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark rollout housing                          how the trial stands",
            "  tidemark approve housing --reason \"agreed with risk\""
        })
public final class ApproveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "Approved by hand.",
            description = "Why, for the audit.")
    private String reason = "";

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        KafkaSettings settings = connection.settings();
        int version = waiting(settings);
        ModelRegistry registry = connection.home().home().openRegistry();
        ModelVersion approved = Publication.version(registry, Optional.of(settings), model, version);
        // The registry may have taken its time, and labels go on to come: the version may have been rolled back.
        if (waiting(settings) != version) {
            throw new UserError("Found another verdict for " + model
                    + " than a moment ago, expected that for version " + version
                    + " to wait: look at `tidemark rollout "
                    + model + "` again.");
        }
        Publication.activate(registry, approved, Optional.of(settings), ActivationCause.PROMOTION, reason);
        Terminal.system().line(model + " version " + version + " is champion.");
        return ExitCode.OK;
    }

    /// The version whose verdict waits.
    private int waiting(KafkaSettings settings) {
        return TrialState.read(settings, model)
                .waiting()
                .map(VerdictReached::getChallengerVersion)
                .orElseThrow(() -> new UserError("Found no verdict for a version of " + model
                        + " that waits for approval, expected one on the timeline: `tidemark rollout " + model
                        + "` shows how its trial stands."));
    }
}
