package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.status.LiveQuality;
import io.tidemark.cli.status.QualityView;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.event.Performance;
import io.tidemark.streamkit.topic.TopicBinding;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// How good is the live model?
@Command(
        name = "quality",
        description =
                "How good is the live model? Each window's metrics with intervals, beside what is expected before the"
                        + " labels come and what it was at training time; label coverage and delays; segments.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark quality credit",
            "  tidemark quality credit 3 --metric recall",
            "  tidemark quality credit --json - | jq '.windows[] | {window, metrics, estimated}'"
        })
public final class QualityCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(index = "0", paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VERSION",
            description = "Number of the version (default: the champion that answered last).")
    private @Nullable Integer version;

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Metric of the segments (default: a usual one).")
    private String metric = "";

    @Option(names = "--json", paramLabel = "FILE", description = "Write JSON to a file; - prints it.")
    private @Nullable Path json;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        LiveQuality quality = LiveQuality.read(
                        new TopicBinding(connection.settings()),
                        model,
                        version == null ? OptionalInt.empty() : OptionalInt.of(version))
                .orElseThrow(() -> new UserError("Found nothing about " + model
                        + (version == null ? "" : " version " + version)
                        + " on the topic performance, expected predictions that were answered: `tidemark status`"
                        + " shows what serves."));
        JsonOutput.write(json, () -> toJson(quality));
        if (!JsonOutput.isPrinted(json)) {
            new QualityView(Terminal.system()).print(quality, metric);
        }
        return ExitCode.OK;
    }

    private static ObjectNode toJson(LiveQuality quality) {
        ObjectNode node = JSON.createObjectNode()
                .put("model", quality.model())
                .put("version", quality.version())
                .put("variant", quality.variant());
        ArrayNode windows = node.putArray("windows");
        quality.windows().forEach(window -> windows.add(toJson(window)));
        ArrayNode segments = node.putArray("segments");
        quality.segments()
                .forEach(segment ->
                        segments.add(toJson(segment).put("segment", LiveQuality.nameOf(segment.getSegment()))));
        return node;
    }

    private static ObjectNode toJson(Performance window) {
        ObjectNode node = JSON.createObjectNode()
                .put("window", window.getWindow())
                .put("start", window.getWindowStart().toString())
                .put("end", window.getWindowEnd().toString())
                .put("predictions", window.getPredictions())
                .put("labelled", window.getLabelled())
                .put("expired", window.getExpired());
        node.set("metrics", JSON.valueToTree(window.getMetrics()));
        ObjectNode intervals = node.putObject("intervals");
        window.getIntervals()
                .forEach((name, interval) ->
                        intervals.putArray(name).add(interval.getLow()).add(interval.getHigh()));
        node.set("error_bounds", JSON.valueToTree(window.getErrorBounds()));
        node.set("estimated", JSON.valueToTree(window.getEstimated()));
        node.set("baseline", JSON.valueToTree(window.getBaseline()));
        node.set("label_delay_ms", JSON.valueToTree(window.getLabelDelayMs()));
        return node;
    }
}
