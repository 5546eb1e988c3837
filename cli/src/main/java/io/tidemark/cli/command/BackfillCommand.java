package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.client.Publication;
import io.tidemark.cli.client.Publication.Standing;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.model.manifest.DataSource;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.OutcomeReplay;
import io.tidemark.trainer.data.OutcomeWindow;
import io.tidemark.trainer.data.ReplayCounts;
import io.tidemark.trainer.data.ReplayedRows;
import io.tidemark.trainer.run.RunIds;
import io.tidemark.trainer.run.RunOutcome;
import io.tidemark.trainer.run.TrainingOrder;
import io.tidemark.trainer.step.StepPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Trains on history: labelled outcomes that are on the log, beside other data or alone.
@Command(
        name = "backfill",
        description = "Train on labelled outcomes replayed from the log, and register the version.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:approved", "3:registered, but refused by a gate", "1:failed"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark backfill housing                                    the manifest's data and all outcomes",
            "  tidemark backfill housing --base none                        outcomes alone",
            "  tidemark backfill housing --base none --from 2026-01-01T00:00:00Z --to 2026-02-01T00:00:00Z",
            "  tidemark backfill housing --from-offsets 0:1200,1:1180,2:1220,3:1190 --no-activate --json"
        })
public final class BackfillCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Name of a model, or the path of its manifest.")
    private String model = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Outcomes from this event time on, ISO 8601 (default: all there are).")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Outcomes before this event time (default: all there are).")
    private @Nullable Instant to;

    @Option(
            names = "--from-offsets",
            paramLabel = "LIST",
            description = "Outcomes from these offsets on: PARTITION:OFFSET, several with commas between, or a file of"
                    + " such lines. Partitions that are not named are read whole.")
    private @Nullable String fromOffsets;

    @Option(
            names = "--base",
            paramLabel = "WHICH",
            defaultValue = "manifest",
            description = "What to train on beside the outcomes: the data of the manifest, or none.")
    private Base base = Base.MANIFEST;

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    /// What to train on beside outcomes.
    enum Base {
        MANIFEST,
        NONE
    }

    @Override
    public Integer call() {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new UserError("Found --from " + from + " and --to " + to + ", expected the first to be earlier.");
        }
        KafkaSettings settings = options.connection().settings();
        ProgressLine progress = options.begin();
        TopicBinding topics = new TopicBinding(settings);
        OutcomeReplay replay = OutcomeReplay.of(topics);
        DataLocator locator = options.locator(progress).withCluster(topics);
        ModelRegistry registry = options.home().openRegistry();

        progress.show("replaying outcomes", -1);
        Planned planned = planned(locator, replay);
        if (!options.json()) {
            progress.done(shown(planned.counts()));
            warnOfFew(planned);
        }
        RunOutcome run = options.service(registry, locator)
                .run(planned.order(), StepPlan.ALL, TrainingOptions.listener(progress));
        ModelVersion version = run.version().orElseThrow();
        Standing standing = Publication.publish(
                registry,
                version,
                Optional.of(settings),
                options.activates(),
                planned.order().manifest().rollout());
        if (options.json()) {
            ObjectNode node = TrainingOutput.toJson(run, version, standing);
            ObjectNode outcomes = node.putObject("outcomes")
                    .put("read", planned.counts().read())
                    .put("used", planned.counts().used());
            ObjectNode leftOut = outcomes.putObject("left_out");
            planned.counts().leftOut().forEach(leftOut::put);
            Terminal.system().line(node.toPrettyString());
        } else {
            TrainingOutput.print(run, version, standing, true, false, progress);
        }
        return version.approved() ? ExitCode.OK : ExitCode.REFUSED;
    }

    private Planned planned(DataLocator locator, OutcomeReplay replay) {
        ModelManifest manifest = options.models().manifest(model);
        Optional<String> topic = manifest.data().source() instanceof DataSource.Topic own
                ? Optional.of(own.topic())
                : Optional.of(Topics.OUTCOMES.name()).filter(name -> base == Base.NONE);
        DataSource.Topic address = new DataSource.Topic(
                topic.orElse(Topics.OUTCOMES.name()), Optional.ofNullable(from), Optional.ofNullable(to), offsets());
        OutcomeWindow window = OutcomeWindow.of(address, Instant.now());
        if (topic.isPresent()) {
            ModelManifest alone = options.models().manifest(model, Optional.of(address.address()));
            LocatedData data = locator.outcomes(alone, address, window);
            return new Planned(
                    order(alone, Optional.of(data), Optional.empty()),
                    data.replayed().orElseThrow().counts());
        }
        ReplayedRows rows = replay.read(manifest, window);
        if (rows.table().rows() == 0) {
            throw new UserError("Found no labelled outcome of " + manifest.name()
                    + ", expected some: `tidemark train` trains on the manifest's data alone. " + shown(rows.counts()));
        }
        return new Planned(order(manifest, Optional.empty(), Optional.of(rows)), rows.counts());
    }

    private static TrainingOrder order(
            ModelManifest manifest, Optional<LocatedData> data, Optional<ReplayedRows> replay) {
        return new TrainingOrder(RunIds.fresh(manifest.name()), manifest, data, replay, OptionalInt.empty());
    }

    private Map<Integer, Long> offsets() {
        if (fromOffsets == null) {
            return Map.of();
        }
        try {
            Path file = Path.of(fromOffsets);
            String text = Files.isRegularFile(file) ? Files.readString(file) : fromOffsets;
            return DataSource.Topic.offsets(text, "[,\\s]+");
        } catch (IllegalArgumentException | IOException e) {
            throw new UserError("Found --from-offsets '" + fromOffsets
                    + "', expected PARTITION:OFFSET, several with commas between, or a file of such lines: "
                    + e.getMessage());
        }
    }

    private void warnOfFew(Planned planned) {
        int least = planned.order().manifest().retrain().minReplayRows();
        if (planned.order().replay().isPresent() && planned.counts().used() < least) {
            Terminal terminal = Terminal.system();
            terminal.line(terminal.paint(
                    Paint.HINT,
                    "These are fewer than retrain.min_replay_rows = " + least + ": the manifest's data alone is trained"
                            + " on. `--base none` trains on outcomes alone, `--set retrain.min_replay_rows="
                            + planned.counts().used() + "` on both."));
        }
    }

    private static String shown(ReplayCounts counts) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "Read %,d outcomes, %,d to train on.", counts.read(), counts.used()));
        counts.leftOut()
                .forEach((reason, count) ->
                        text.append(String.format(Locale.ROOT, " Left out: %,d %s.", count, reason)));
        return text.toString();
    }

    /// What is to be trained.
    ///
    /// @param counts what became of the outcomes that were read
    private record Planned(TrainingOrder order, ReplayCounts counts) {}
}
