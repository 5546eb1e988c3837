package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.client.Pace;
import io.tidemark.cli.client.Sender;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.event.FeatureUpdate;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.NearestKey;
import io.tidemark.model.manifest.ViewSpec;
import io.tidemark.model.view.ViewUpdate;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.trainer.data.UpdateFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Sends the rows of a file as feature updates.
@Command(
        name = "send-updates",
        description = {
            "Send the rows of a CSV, JSON lines or Parquet file as feature updates of one view.",
            "The file has a column for the entity (data.entity of the manifest, else entity_id), one for the time from"
                    + " when on the values hold (data.event_time, else event_time), and one for each feature. An empty"
                    + " cell leaves a feature unchanged; null says that it is missing from then on."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark send-updates prices --data updates.csv",
            "  tidemark send-updates prices --view listing_stats --data updates.jsonl --rate 100",
            "  tidemark send prices --data rows.csv"
        })
public final class SendUpdatesCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Name of the model, or the path of its manifest.")
    private String model = "";

    @Option(names = "--view", paramLabel = "VIEW", description = "View of the manifest (default: its only one).")
    private @Nullable String view;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "CSV with a header, or JSON lines.")
    private Path data = Path.of("");

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Updates a second (default: as fast as possible).")
    private double rate;

    @Mixin
    private ModelsOption models = new ModelsOption();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        ModelManifest manifest = models.manifest(model);
        ViewSpec chosen = chosen(manifest);
        KafkaSettings settings = connection.settings();
        Topic<FeatureUpdate> updates = new TopicBinding(settings).of(Topics.FEATURE_UPDATES);
        ProgressLine progress = new ProgressLine(Terminal.system());
        Pace pace = new Pace(rate);
        long[] counts = new long[2];
        try (Sender sender = new Sender(settings)) {
            new UpdateFile(manifest, chosen, data).forEach(row -> {
                if (row.update().values().isEmpty()) {
                    counts[1]++;
                    return;
                }
                pace.await();
                sender.send(updates, row.update().entity(), event(row.update()));
                counts[0]++;
                progress.show(counts[0] + " updates", -1);
            });
        }
        progress.done("Sent " + counts[0] + " updates of view " + chosen.name()
                + (counts[1] > 0 ? "; " + counts[1] + " rows without any value were left out" : "") + ".");
        return ExitCode.OK;
    }

    private ViewSpec chosen(ModelManifest manifest) {
        List<String> names = manifest.views().stream().map(ViewSpec::name).toList();
        if (names.isEmpty()) {
            throw new UserError("Found no views in the manifest of " + manifest.name()
                    + ", expected one: see `views` in docs/manifest.md.");
        }
        if (view == null && names.size() > 1) {
            throw new UserError("Found the views " + String.join(", ", names) + " in the manifest of " + manifest.name()
                    + ", expected one of them as --view.");
        }
        String wanted = view == null ? names.getFirst() : view;
        return manifest.views().stream()
                .filter(spec -> spec.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new UserError("Found no view '" + wanted + "' in the manifest of " + manifest.name()
                        + ", expected one of " + String.join(", ", names) + "."
                        + NearestKey.among(names, wanted)
                                .map(near -> " Nearest: " + near + ".")
                                .orElse("")));
    }

    private static FeatureUpdate event(ViewUpdate update) {
        return FeatureUpdate.newBuilder()
                .setView(update.view())
                .setEntityId(update.entity())
                .setValues(update.values())
                .setEventTime(Instant.ofEpochMilli(update.eventTimeMs()))
                .build();
    }
}
