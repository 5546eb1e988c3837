package io.tidemark.trainer.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.trainer.sweep.prune.Curve;
import io.tidemark.trainer.sweep.space.CategoricalParameter;
import io.tidemark.trainer.sweep.space.IntParameter;
import io.tidemark.trainer.sweep.space.Parameter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The lines of a [Journal]. Numbers are written as their shortest text that reads as the same number.
final class JournalFormat {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;
    private static final String VALUE = "value";
    private static final String REASON = "reason";

    private final SweepSettings settings;

    JournalFormat(SweepSettings settings) {
        this.settings = settings;
    }

    static JsonNode parsed(String line) throws JsonProcessingException {
        return JSON.readTree(line);
    }

    /// All settings that decide what is tried.
    String header() {
        return headerNode().toString();
    }

    private ObjectNode headerNode() {
        ObjectNode header = JSON.createObjectNode().put("format", FORMAT);
        header.put("method", settings.method().key())
                .put("direction", settings.direction().name())
                .put("seed", settings.seed())
                .put("initial_trials", settings.initialTrials())
                .put("in_flight", settings.inFlight())
                .put("pruner", settings.pruner().toString());
        ArrayNode space = header.putArray("space");
        settings.space().parameters().forEach(parameter -> space.add(parameter.toString()));
        ArrayNode given = header.putArray("given");
        settings.given().forEach(values -> given.add(JSON.<JsonNode>valueToTree(values)));
        return header;
    }

    /// Compares a journal's first line with these settings.
    ///
    /// @throws SweepException when they differ; names where
    void checkHeader(Path file, JsonNode found) throws JsonProcessingException {
        JsonNode expected = parsed(header());
        List<String> differences = expected.properties().stream()
                .filter(entry -> !entry.getValue().equals(found.get(entry.getKey())))
                .map(entry ->
                        entry.getKey() + ": found " + found.get(entry.getKey()) + ", expected " + entry.getValue())
                .toList();
        if (!differences.isEmpty()) {
            throw new SweepException("The sweep's journal " + file + " is that of another sweep ("
                    + String.join("; ", differences)
                    + "). Remove the file to start anew, or run the sweep with the same settings.");
        }
    }

    String line(TrialRecord trial) {
        ObjectNode line = JSON.createObjectNode()
                .put("trial", trial.number())
                .put("origin", trial.origin().key())
                .put("state", trial.result().state());
        switch (trial.result()) {
            case TrialResult.Completed completed -> line.put(VALUE, completed.value());
            case TrialResult.Pruned pruned -> line.set(VALUE, text(pruned.value()));
            case TrialResult.Failed failed -> line.put(REASON, failed.reason());
        }
        line.set("parameters", JSON.valueToTree(trial.parameters()));
        ArrayNode curve = line.putArray("curve");
        trial.curve()
                .points()
                .forEach(point -> curve.addArray().add(point.step()).add(text(point.loss())));
        if (!trial.found().isEmpty()) {
            line.set("found", JSON.valueToTree(trial.found()));
        }
        return line.put("seconds", trial.seconds()).toString();
    }

    /// Losses on the way may be infinite, for which JSON has no number.
    private static JsonNode text(double value) {
        return Double.isFinite(value)
                ? JSON.getNodeFactory().numberNode(value)
                : JSON.getNodeFactory().textNode(Double.toString(value));
    }

    /// @throws IllegalArgumentException when the line is not of this sweep
    TrialRecord trial(JsonNode line) {
        TrialRecord.Origin origin = Arrays.stream(TrialRecord.Origin.values())
                .filter(value -> value.key().equals(line.path("origin").asText()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("an origin is missing"));
        String state = line.path("state").asText();
        TrialResult result = switch (state) {
            case "completed" -> new TrialResult.Completed(number(line.path(VALUE)));
            case "pruned" -> new TrialResult.Pruned(number(line.path(VALUE)));
            case "failed" -> new TrialResult.Failed(line.path(REASON).asText());
            default -> throw new IllegalArgumentException("no state is called '" + state + "'");
        };
        JsonNode points = line.path("curve");
        Curve curve = new Curve(IntStream.range(0, points.size())
                .mapToObj(i -> new Curve.Point(
                        points.get(i).path(0).asInt(), number(points.get(i).path(1))))
                .toList());
        return new TrialRecord(
                line.path("trial").asInt(),
                origin,
                parameters(line.path("parameters")),
                result,
                curve,
                found(line.path("found")),
                line.path("seconds").asDouble());
    }

    private static Map<String, Long> found(JsonNode node) {
        Map<String, Long> found = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> found.put(entry.getKey(), entry.getValue().asLong()));
        return found;
    }

    private static double number(JsonNode node) {
        if (!node.isNumber() && !node.isTextual()) {
            throw new IllegalArgumentException("a number is missing");
        }
        return node.isNumber() ? node.doubleValue() : Double.parseDouble(node.textValue());
    }

    /// Values with the types that the space gives them.
    private Map<String, Object> parameters(JsonNode node) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : settings.space().parameters()) {
            JsonNode value = node.path(parameter.name());
            if (parameter instanceof CategoricalParameter categorical) {
                categorical.values().stream()
                        .filter(category ->
                                JSON.valueToTree(category).toString().equals(value.toString()))
                        .forEach(category -> values.put(parameter.name(), category));
            } else if (value.isIntegralNumber() && parameter instanceof IntParameter) {
                values.put(parameter.name(), value.longValue());
            } else if (value.isNumber()) {
                values.put(parameter.name(), value.doubleValue());
            }
        }
        settings.space().point(values);
        return values;
    }
}
