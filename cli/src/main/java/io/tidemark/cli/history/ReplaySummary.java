package io.tidemark.cli.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.scoring.replay.ReplayCheck;
import io.tidemark.scoring.replay.Replayed;
import io.tidemark.scoring.replay.RequestRange;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a replay came to, in requests, for people and for programs.
public final class ReplaySummary {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SortedMap<Integer, Long> answeredBy = new TreeMap<>();
    private final SortedMap<String, Long> unanswered = new TreeMap<>();
    private final SortedMap<String, Long> givenUp = new TreeMap<>();

    /// Counts a request.
    public void accept(Replayed replayed) {
        switch (replayed) {
            case Replayed.Answered answered ->
                answeredBy.merge(answered.prediction().getVersion(), 1L, Long::sum);
            case Replayed.Refused refused -> unanswered.merge(refused.reason().name(), 1L, Long::sum);
            case Replayed.Unserved unserved -> unanswered.merge("NO_VERSION_SERVED", 1L, Long::sum);
            case Replayed.GivenUp given -> givenUp.merge(given.reason(), 1L, Long::sum);
        }
    }

    /// Requests that were answered.
    public long answered() {
        return sum(answeredBy);
    }

    /// Prints it.
    public void print(Terminal terminal, Optional<ReplayCheck.Result> check) {
        line(terminal, "answered", answered(), answeredBy, "version ");
        line(terminal, "not answerable", sum(unanswered), unanswered, "");
        line(terminal, "dead letters live", sum(givenUp), givenUp, "");
        check.ifPresent(result -> print(terminal, result));
    }

    private static void line(Terminal terminal, String what, long count, Map<?, Long> parts, String unit) {
        String detail = parts.entrySet().stream()
                .map(part -> unit + part.getKey() + ": " + number(part.getValue()))
                .collect(Collectors.joining(", "));
        terminal.line(String.format(
                Locale.ROOT,
                "  %-20s %12s%s",
                what,
                number(count),
                detail.isEmpty() ? "" : "  " + terminal.paint(Paint.HINT, detail)));
    }

    private static void print(Terminal terminal, ReplayCheck.Result check) {
        terminal.line("");
        terminal.line(terminal.paint(Paint.STRONG, "  Against what stands on predictions, byte by byte"));
        line(terminal, "equal", check.equal(), Map.of(), "");
        line(terminal, "different", check.different(), Map.of(), "");
        line(terminal, "missing", check.missing(), Map.of(), "");
        line(terminal, "answered live only", check.unexpected(), Map.of(), "");
        line(terminal, "answered twice", check.doubled(), Map.of(), "");
        line(terminal, "not processed yet", check.pending(), Map.of(), "");
        check.examples()
                .forEach(example -> terminal.line("    " + example.place() + ": found "
                        + Terminal.plain(example.found()) + ", the replay: " + Terminal.plain(example.expected())));
        terminal.line(
                check.holds()
                        ? terminal.paint(Paint.GOOD, "  The log bears the replay out.")
                        : terminal.paint(Paint.BAD, "  The log does not bear the replay out."));
    }

    /// For programs.
    public ObjectNode toJson(RequestRange range, Optional<ReplayCheck.Result> check) {
        ObjectNode node = JSON.createObjectNode();
        ObjectNode parts = node.putObject("range").put("topic", range.topic()).putObject("partitions");
        range.partitions()
                .forEach((partition, part) -> parts.putObject(partition.toString())
                        .put("from", part.from())
                        .put("to", part.to()));
        node.put("answered", answered());
        ObjectNode versions = node.putObject("answered_by_version");
        answeredBy.forEach((version, count) -> versions.put(version.toString(), count));
        put(node.putObject("not_answerable"), unanswered);
        put(node.putObject("dead_letters_live"), givenUp);
        check.ifPresent(result -> put(node.putObject("check"), result));
        return node;
    }

    private static void put(ObjectNode node, Map<String, Long> counts) {
        counts.forEach(node::put);
    }

    private static void put(ObjectNode node, ReplayCheck.Result check) {
        node.put("holds", check.holds())
                .put("equal", check.equal())
                .put("different", check.different())
                .put("missing", check.missing())
                .put("answered_live_only", check.unexpected())
                .put("answered_twice", check.doubled())
                .put("not_processed_yet", check.pending());
        ArrayNode examples = node.putArray("examples");
        check.examples()
                .forEach(example -> examples.addObject()
                        .put("partition", example.place().partition())
                        .put("offset", example.place().offset())
                        .put("found", example.found())
                        .put("replay", example.expected()));
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
