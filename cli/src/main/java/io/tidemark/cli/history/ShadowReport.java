package io.tidemark.cli.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.terminal.Table;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.scoring.replay.PairedAnswer;
import io.tidemark.scoring.replay.PairedComparison;
import io.tidemark.scoring.replay.PairedComparison.Errors;
import io.tidemark.scoring.replay.PairedComparison.Mean;
import io.tidemark.scoring.replay.PairedLoss;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A version over history beside what was answered, for people and for programs.
///
/// @param version the version in shadow
/// @param liveVersions requests by the version that answered them
/// @param unpaired requests that only one of the two answered
public record ShadowReport(
        String model,
        int version,
        SortedMap<Integer, Long> liveVersions,
        long unpaired,
        PairedComparison.Result result) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public ShadowReport {
        liveVersions = new TreeMap<>(liveVersions);
    }

    /// Prints it.
    public void print(Terminal terminal) {
        String live = liveVersions.entrySet().stream()
                .map(entry -> "version " + entry.getKey() + ": " + String.format(Locale.ROOT, "%,d", entry.getValue()))
                .collect(Collectors.joining(", "));
        terminal.line("  " + terminal.paint(Paint.STRONG, "Version " + version + " of " + model + " over history")
                + ", beside what was answered by " + (live.isEmpty() ? "nobody" : live));
        terminal.line("");
        Mean difference = result.difference();
        line(terminal, "requests compared", String.format(Locale.ROOT, "%,d", difference.rows()));
        line(terminal, "answered by one only", String.format(Locale.ROOT, "%,d", unpaired));
        line(terminal, "mean difference", shown(difference));
        line(
                terminal,
                "differ by more than",
                number(result.differBy()) + ": " + String.format(Locale.ROOT, "%.2f %%", 100 * result.beyond()));
        if (isOfClasses()) {
            line(terminal, "another class", String.format(Locale.ROOT, "%.2f %%", 100 * result.classesDiffer()));
        }
        labels(terminal);
        if (!result.largest().isEmpty()) {
            terminal.line("");
            Table.print(
                    terminal,
                    List.of("largest differences", "place", "answered", "version " + version, "difference"),
                    result.largest().stream()
                            .map(pair -> List.of(
                                    Terminal.plain(pair.requestId()),
                                    pair.place().toString(),
                                    shown(pair.live()),
                                    shown(pair.other()),
                                    number(pair.difference())))
                            .toList());
        }
    }

    private boolean isOfClasses() {
        return result.errors().stream().anyMatch(errors -> errors.loss() == PairedLoss.WRONG_CLASS);
    }

    private void labels(Terminal terminal) {
        if (deciding().rows() == 0) {
            line(terminal, "labels", "none of these requests has one on outcomes yet");
            return;
        }
        line(terminal, "labels", String.format(Locale.ROOT, "%,d", deciding().rows()));
        for (Errors errors : result.errors()) {
            line(
                    terminal,
                    "mean " + errors.loss().words(),
                    number(errors.live().value()) + " answered, "
                            + number(errors.other().value()) + " version " + version);
            line(terminal, "  change", shown(errors.change()));
        }
        verdict(terminal, deciding());
    }

    /// Change of the error that decides.
    private Mean deciding() {
        return result.errors().getFirst().change();
    }

    private void verdict(Terminal terminal, Mean change) {
        Paint paint = change.high() < 0 ? Paint.GOOD : change.low() > 0 ? Paint.BAD : Paint.HINT;
        String verdict = change.high() < 0
                ? "Version " + version + " is nearer to the truth."
                : change.low() > 0
                        ? "Version " + version + " is further from the truth."
                        : "The labels do not tell which is nearer to the truth.";
        terminal.line("  " + terminal.paint(paint, verdict));
    }

    /// For programs.
    public ObjectNode toJson() {
        ObjectNode node = JSON.createObjectNode().put("model", model).put("version", version);
        ObjectNode live = node.putObject("answered_by_version");
        liveVersions.forEach((by, count) -> live.put(by.toString(), count));
        node.put("answered_by_one_only", unpaired);
        put(node, "difference", result.difference());
        node.put("differ_by", result.differBy()).put("share_beyond", result.beyond());
        if (isOfClasses()) {
            node.put("share_of_another_class", result.classesDiffer());
        }
        if (deciding().rows() > 0) {
            for (Errors errors : result.errors()) {
                put(node, errors.loss().key() + "_answered", errors.live());
                put(node, errors.loss().key() + "_version", errors.other());
                put(node, errors.loss().key() + "_change", errors.change());
            }
        }
        ArrayNode largest = node.putArray("largest");
        result.largest()
                .forEach(pair -> largest.addObject()
                        .put("request_id", pair.requestId())
                        .put("partition", pair.place().partition())
                        .put("offset", pair.place().offset())
                        .put("answered", pair.live().value())
                        .put("version", pair.other().value()));
        return node;
    }

    private static void put(ObjectNode node, String name, Mean mean) {
        ObjectNode into = node.putObject(name).put("rows", mean.rows());
        Map.of("mean", mean.value(), "low", mean.low(), "high", mean.high()).forEach((key, value) -> {
            if (Double.isFinite(value)) {
                into.put(key, value);
            }
        });
    }

    private static void line(Terminal terminal, String what, String value) {
        terminal.line(String.format(Locale.ROOT, "  %-22s %s", what, value));
    }

    private static String shown(Mean mean) {
        return number(mean.value()) + "  (95 %: " + number(mean.low()) + " to " + number(mean.high()) + ")";
    }

    private static String shown(PairedAnswer answer) {
        String of = answer.predictedClass() == null ? "" : Terminal.plain(answer.predictedClass()) + " ";
        return of + number(answer.value());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.6g", value);
    }
}
