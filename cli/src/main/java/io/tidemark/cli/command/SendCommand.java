package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.client.DelayedLabels;
import io.tidemark.cli.client.Pace;
import io.tidemark.cli.client.RequestSource;
import io.tidemark.cli.client.Sender;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.option.DurationConverter;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.PredictionRequest;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.trainer.data.RowReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Sends the rows of a file as requests, and their labels.
@Command(
        name = "send",
        description = "Send the rows of a CSV, JSON lines or Parquet file as requests, and their labels.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark send housing --data rows.csv",
            "  tidemark send housing --data rows.jsonl --rate 100 --labels --label-delay 5",
            "  tidemark send housing --data rows.csv --limit 3 --explain     why each prediction is what it is",
            "  tidemark send housing --data rows.csv --deadline 500ms        not to be answered later than that",
            "  tidemark watch predictions"
        })
public final class SendCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Name of the model, or the path of its manifest.")
    private String model = "";

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "CSV with a header, or JSON lines.")
    private Path data = Path.of("");

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Requests a second (default: as fast as possible).")
    private double rate;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "0", description = "Send the first N rows only.")
    private long limit;

    @Option(names = "--labels", description = "Send the label of each row that has one.")
    private boolean labels;

    @Option(
            names = "--label-delay",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "How long after its request a label is sent.")
    private double labelDelay;

    @Option(names = "--explain", description = "Ask for the contributions of the features with each prediction.")
    private boolean explain;

    @Option(
            names = "--deadline",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long each request may wait for its turn, such as 500ms or 30s; later it is not answered"
                    + " but becomes a dead letter EXPIRED (default: as long as it takes).")
    private @Nullable Duration deadline;

    @Mixin
    private ModelsOption models = new ModelsOption();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        ModelManifest manifest = models.manifest(model);
        KafkaSettings settings = connection.settings();
        TopicBinding topics = new TopicBinding(settings);
        Topic<PredictionRequest> requests = topics.of(Topics.REQUESTS);
        Topic<GroundTruth> truths = topics.of(Topics.GROUND_TRUTH);
        ProgressLine progress = new ProgressLine(Terminal.system());
        RequestSource source = new RequestSource(manifest, explain);
        Pace pace = new Pace(rate);
        long[] sent = new long[2];
        try (Sender sender = new Sender(settings);
                DelayedLabels delayed = new DelayedLabels(
                        Duration.ofMillis((long) (labelDelay * 1000)),
                        label -> sender.send(truths, label.getRequestId(), label))) {
            new RowReader(manifest, data).forEach(row -> {
                if (limit > 0 && sent[0] >= limit) {
                    return;
                }
                pace.await();
                String id =
                        row.id().map(own -> manifest.name() + "-" + own + "-").orElse("") + UUID.randomUUID();
                Instant now = Instant.now();
                PredictionRequest request = source.request(id, row, now);
                sender.send(requests, RequestSource.key(request), request, headers(now));
                sent[0]++;
                if (labels) {
                    source.label(id, row, now.plusMillis((long) (labelDelay * 1000)))
                            .ifPresent(label -> {
                                delayed.add(label);
                                sent[1]++;
                            });
                }
                progress.show(sent[0] + " requests", -1);
            });
            delayed.drain();
        }
        progress.done("Sent " + sent[0] + " requests" + (labels ? " and " + sent[1] + " labels" : "") + ".");
        return ExitCode.OK;
    }

    private Headers headers(Instant now) {
        return deadline == null ? new RecordHeaders() : RequestSource.deadline(now.plus(deadline));
    }
}
