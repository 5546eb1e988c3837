package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.audit.AnswerTrace;
import io.tidemark.cli.client.RecordFinder;
import io.tidemark.cli.client.ShownExplanation;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.event.Adopted;
import io.tidemark.event.Explanation;
import io.tidemark.event.Prediction;
import io.tidemark.event.Registered;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Says which version answered, and why that one.
@Command(
        name = "which",
        description = "Which version gave a prediction, by which entry of the timeline, and where it comes from.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the timeline bears the prediction out", "4:it does not", "1:failed"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark which --partition 0 --offset 1234",
            "  tidemark which --topic predictions --partition 2 --offset 7 --json"
        })
public final class WhichCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "predictions",
            description = "Topic of predictions (default: predictions).")
    private String topic = "predictions";

    @Option(names = "--partition", required = true, paramLabel = "P", description = "Partition, from 0.")
    private int partition;

    @Option(names = "--offset", required = true, paramLabel = "O", description = "Offset of the prediction.")
    private long offset;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        if (!topic.equals("predictions")) {
            throw new UserError("Found the topic '" + topic + "', expected predictions: only these say who answered.");
        }
        KafkaSettings settings = connection.settings();
        TopicBinding topics = new TopicBinding(settings);
        Prediction prediction = new RecordFinder(settings).find(topics.of(Topics.PREDICTIONS), partition, offset);
        AnswerTrace trace =
                AnswerTrace.of(prediction, TimelineState.read(new TopicReader(settings), topics.of(Topics.TIMELINE)));
        if (json) {
            Terminal.system().line(toJson(trace).toPrettyString());
        } else {
            print(trace);
        }
        return trace.contradictions().isEmpty() ? ExitCode.OK : ExitCode.NOT_FINE;
    }

    private static void print(AnswerTrace trace) {
        Terminal terminal = Terminal.system();
        Prediction prediction = trace.prediction();
        terminal.line(terminal.paint(
                Paint.STRONG,
                Terminal.plain(prediction.getModel()) + " version " + prediction.getVersion() + " ("
                        + prediction.getVariant() + ") answered request " + Terminal.plain(prediction.getRequestId())));
        facts(trace)
                .forEach((name, value) ->
                        terminal.line(String.format(Locale.ROOT, "  %-14s %s", name, Terminal.plain(value))));
        ShownExplanation.of(prediction.getExplanation())
                .ifPresent(why -> why.lines(terminal).forEach(line -> terminal.line("  " + line)));
        List<String> contradictions = trace.contradictions();
        if (contradictions.isEmpty()) {
            terminal.line(terminal.paint(Paint.GOOD, "The timeline bears it out."));
        }
        contradictions.forEach(found -> terminal.line(terminal.paint(Paint.BAD, found)));
    }

    private static Map<String, String> facts(AnswerTrace trace) {
        Prediction prediction = trace.prediction();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("value", Double.toString(prediction.getValue()));
        String predictedClass = prediction.getPredictedClass();
        if (predictedClass != null) {
            facts.put("class", predictedClass);
        }
        if (!prediction.getProbabilities().isEmpty()) {
            facts.put(
                    "probabilities",
                    new TreeMap<>(prediction.getProbabilities())
                            .entrySet().stream()
                                    .map(ofClass -> ofClass.getKey() + " " + ofClass.getValue())
                                    .collect(Collectors.joining(", ")));
        }
        facts.put(
                "request",
                prediction.getSource().getTopic() + " partition "
                        + prediction.getSource().getPartition() + " offset "
                        + prediction.getSource().getOffset());
        facts.put("bundle SHA-256", prediction.getBundleSha256());
        trace.activation()
                .ifPresent(entry -> facts.put(
                        "activated",
                        "timeline offset " + entry.offset() + ", "
                                + entry.event().getTime() + " by "
                                + entry.event().getActor() + ": "
                                + entry.event().getReason()));
        trace.adoption()
                .ifPresent(entry -> facts.put(
                        "adopted",
                        "timeline offset " + entry.offset() + ", by "
                                + ((Adopted) entry.event().getFact()).getInstance() + " from request offset "
                                + ((Adopted) entry.event().getFact()).getFirstOffset() + " on"));
        trace.registration()
                .ifPresent(entry -> facts.put(
                        "trained",
                        "run " + ((Registered) entry.event().getFact()).getRunId() + ", "
                                + entry.event().getTime()));
        return facts;
    }

    private static ObjectNode toJson(AnswerTrace trace) {
        Prediction prediction = trace.prediction();
        ObjectNode node = JSON.createObjectNode()
                .put("request_id", prediction.getRequestId())
                .put("model", prediction.getModel())
                .put("version", prediction.getVersion())
                .put("variant", prediction.getVariant())
                .put("bundle_sha256", prediction.getBundleSha256())
                .put("value", prediction.getValue());
        String predictedClass = prediction.getPredictedClass();
        if (predictedClass != null) {
            node.put("predicted_class", predictedClass);
        }
        ObjectNode probabilities = node.putObject("probabilities");
        prediction.getProbabilities().forEach(probabilities::put);
        node.putObject("request")
                .put("topic", prediction.getSource().getTopic())
                .put("partition", prediction.getSource().getPartition())
                .put("offset", prediction.getSource().getOffset());
        Explanation why = prediction.getExplanation();
        if (why != null) {
            ObjectNode explanation = node.putObject("explanation").put("base_value", why.getBaseValue());
            ArrayNode parts = explanation.putArray("contributions");
            why.getContributions()
                    .forEach(part -> parts.addObject()
                            .put("feature", part.getFeature())
                            .put("value", part.getValue())
                            .put("category", part.getCategory())
                            .put("contribution", part.getContribution()));
            explanation.put("rest", why.getRest());
        }
        trace.activation().ifPresent(entry -> put(node, "activation", entry));
        trace.adoption()
                .ifPresent(entry -> put(node, "adoption", entry)
                        .put("instance", ((Adopted) entry.event().getFact()).getInstance())
                        .put("first_offset", ((Adopted) entry.event().getFact()).getFirstOffset()));
        trace.registration()
                .ifPresent(entry -> put(node, "registration", entry)
                        .put("run_id", ((Registered) entry.event().getFact()).getRunId()));
        ArrayNode contradictions = node.putArray("contradictions");
        trace.contradictions().forEach(contradictions::add);
        return node;
    }

    private static ObjectNode put(ObjectNode node, String name, TimelineEntry entry) {
        return node.putObject(name)
                .put("event_id", entry.event().getEventId())
                .put("timeline_offset", entry.offset())
                .put("time", entry.event().getTime().toString())
                .put("actor", entry.event().getActor())
                .put("reason", entry.event().getReason());
    }
}
