package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.client.Publication;
import io.tidemark.cli.client.Publication.Standing;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.run.RunIds;
import io.tidemark.trainer.run.RunOutcome;
import io.tidemark.trainer.run.TrainingOrder;
import io.tidemark.trainer.step.PipelineStep;
import io.tidemark.trainer.step.StepPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
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
        description = {
            "Train a model and register it; needs no broker.",
            "",
            "Steps: download, split, preprocess, features, select, sweep, fit, register. A step that an earlier run did"
                    + " on the same rows, with the same settings and code, is not done again."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:approved", "3:registered, but refused by a gate", "1:failed"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark train housing",
            "  tidemark train housing --data housing.csv --set split.test=0.3",
            "  tidemark train housing --steps split,preprocess    up to how missing values are filled in",
            "  tidemark train housing --from select               compare the algorithms again, and all after it",
            "  tidemark train ./my-model.yaml --no-activate --json"
        })
public final class TrainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Name of a model, or the path of its manifest.")
    private String model = "";

    @Option(
            names = "--data",
            paramLabel = "ADDRESS",
            description = "Base data instead of the manifest's: a file, http(s)://, gs://, topic:outcomes,"
                    + " synthetic:rows=N.")
    private @Nullable String data;

    @Option(
            names = "--steps",
            paramLabel = "STEP",
            split = ",",
            description = "Do these steps, and those that they need, and end: ${COMPLETION-CANDIDATES}.",
            completionCandidates = StepNames.class)
    private List<String> steps = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "STEP",
            description = "Do this step and all after it, even if an earlier run did the same.",
            completionCandidates = StepNames.class)
    private @Nullable String from;

    @Option(names = "--force", description = "Do all steps, even if an earlier run did the same.")
    private boolean force;

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Override
    public Integer call() {
        ProgressLine progress = options.begin();
        ModelManifest manifest = options.models().manifest(model, Optional.ofNullable(data));
        DataLocator files = options.locator(progress);
        DataLocator locator = options.connection()
                .find()
                .map(settings -> files.withCluster(new TopicBinding(settings)))
                .orElse(files);
        ModelRegistry registry = options.home().openRegistry();
        RunOutcome run = options.service(registry, locator)
                .run(
                        new TrainingOrder(
                                RunIds.fresh(manifest.name()),
                                manifest,
                                Optional.empty(),
                                Optional.empty(),
                                OptionalInt.empty()),
                        plan(),
                        TrainingOptions.listener(progress));
        if (run.version().isEmpty()) {
            TrainingOutput.printSteps(run, options.json(), progress);
            return ExitCode.OK;
        }
        ModelVersion version = run.version().get();
        // A stack may have come or gone while the run lasted.
        Optional<KafkaSettings> kafka = options.connection().find();
        Standing standing = Publication.publish(registry, version, kafka, options.activates(), manifest.rollout());
        TrainingOutput.print(run, version, standing, kafka.isPresent(), options.json(), progress);
        return version.approved() ? ExitCode.OK : ExitCode.REFUSED;
    }

    private StepPlan plan() {
        try {
            return StepPlan.of(
                    steps.stream().map(TrainCommand::step).toList(),
                    Optional.ofNullable(from).map(TrainCommand::step),
                    force);
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    private static PipelineStep step(String name) {
        return PipelineStep.find(name.trim())
                .orElseThrow(() ->
                        new UserError("Found the step '" + name + "', expected one of " + PipelineStep.keys() + "."));
    }

    /// Names of the steps, for help and completion.
    static final class StepNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(PipelineStep.values()).map(PipelineStep::key).iterator();
        }
    }
}
