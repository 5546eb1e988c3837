package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.file.FileEvaluation;
import io.tidemark.cli.file.FileEvaluation.Kind;
import io.tidemark.cli.file.FileEvaluation.Part;
import io.tidemark.cli.terminal.Table;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.stats.metric.MetricEstimate;
import io.tidemark.stats.metric.MetricReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Says how good the predictions in a file are.
@Command(
        name = "evaluate",
        description = "How good the predictions in a CSV file are: the metrics of live windows, with intervals.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark evaluate --data scored.csv --task regression --actual price --predicted prediction",
            "  tidemark evaluate --data scored.csv --task binary --actual label --predicted probability --threshold 0.3",
            "  tidemark evaluate --data scored.csv --task multiclass --actual kind --predicted answer --segment region"
        })
public final class EvaluateCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "CSV; its first line names columns.")
    private Path data = Path.of("");

    @Option(names = "--task", required = true, paramLabel = "TASK", description = "regression, binary or multiclass.")
    private String task = "";

    @Option(names = "--actual", required = true, paramLabel = "COL", description = "Column of what came true.")
    private String actual = "";

    @Option(
            names = "--predicted",
            required = true,
            paramLabel = "COL",
            description = "Column of the prediction: a number, the probability of the positive class, or a class.")
    private String predicted = "";

    @Option(names = "--segment", paramLabel = "COL", description = "Evaluate each value of this column as well.")
    private @Nullable String segment;

    @Option(
            names = "--positive",
            paramLabel = "CLASS",
            description = "The positive one of two classes (default: 1, true or yes).")
    private @Nullable String positive;

    @Option(
            names = "--threshold",
            paramLabel = "P",
            defaultValue = "0.5",
            description = "Probability from which on the positive class counts as predicted (default: 0.5).")
    private double threshold;

    @Option(
            names = "--confidence",
            paramLabel = "P",
            defaultValue = "0.95",
            description = "Coverage of the intervals (default: 0.95).")
    private double confidence;

    @Option(names = "--json", paramLabel = "FILE", description = "Write JSON to a file; - prints it.")
    private @Nullable Path json;

    @Override
    public Integer call() {
        requireShares();
        List<Part> parts = FileEvaluation.of(
                data,
                new FileEvaluation.Options(
                        kind(),
                        actual,
                        predicted,
                        Optional.ofNullable(segment),
                        Optional.ofNullable(positive),
                        threshold));
        Part all = parts.getFirst();
        if (all.metrics().rows() == 0) {
            throw new UserError("Found no row with both " + actual + " and " + predicted + " in " + data
                    + ", expected one or more; " + all.metrics().rejected() + " rows were left out.");
        }
        JsonOutput.write(json, () -> toJson(parts));
        if (!JsonOutput.isPrinted(json)) {
            print(parts);
        }
        return ExitCode.OK;
    }

    private Kind kind() {
        return switch (task.toLowerCase(Locale.ROOT)) {
            case "regression" -> Kind.REGRESSION;
            case "binary" -> Kind.BINARY;
            case "multiclass" -> Kind.MULTICLASS;
            default -> throw new UserError("Found the task '" + task + "', expected regression, binary or multiclass.");
        };
    }

    private void requireShares() {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new UserError("Found --threshold " + threshold + ", expected 0 to 1.");
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new UserError("Found --confidence " + confidence + ", expected above 0 and below 1.");
        }
    }

    private void print(List<Part> parts) {
        Terminal terminal = Terminal.system();
        for (Part part : parts) {
            MetricReport report = part.metrics().report(confidence);
            terminal.line(terminal.paint(
                    Paint.STRONG,
                    (part.name().isEmpty() ? "All rows" : segment + " = " + Terminal.plain(part.name())) + ": "
                            + report.rows() + " rows"
                            + (report.rejected() == 0 ? "" : ", " + report.rejected() + " left out")));
            List<List<String>> rows = new ArrayList<>();
            report.estimates()
                    .forEach((metric, estimate) ->
                            rows.add(List.of(metric.key(), shown(estimate.value()), interval(estimate))));
            Table.print(
                    terminal,
                    List.of("metric", "value", String.format(Locale.ROOT, "%.3g %% confidence", 100 * confidence)),
                    rows);
            if (part.name().isEmpty() && !part.classes().isEmpty()) {
                List<List<String>> classes = new ArrayList<>();
                part.classes()
                        .forEach((name, scores) -> classes.add(List.of(
                                Terminal.plain(name),
                                Long.toString(scores.rows()),
                                Long.toString(scores.predictedRows()),
                                shown(scores.precision()),
                                shown(scores.recall()),
                                shown(scores.f1()))));
                Table.print(terminal, List.of("class", "rows", "predicted", "precision", "recall", "f1"), classes);
            }
        }
    }

    private static String interval(MetricEstimate estimate) {
        return estimate.interval()
                .map(interval -> shown(interval.low()) + " to " + shown(interval.high()))
                .orElse("");
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%.1f" : "%.4f", value);
    }

    private ObjectNode toJson(List<Part> parts) {
        ObjectNode node = toJson(parts.getFirst());
        node.put("task", task.toLowerCase(Locale.ROOT)).put("confidence", confidence);
        if (kind() == Kind.BINARY) {
            node.put("threshold", threshold);
        }
        if (segment != null) {
            ArrayNode segments = node.putArray("segments");
            parts.stream().skip(1).forEach(part -> segments.add(toJson(part).put("segment", part.name())));
        }
        return node;
    }

    private ObjectNode toJson(Part part) {
        MetricReport report = part.metrics().report(confidence);
        ObjectNode node = JSON.createObjectNode().put("rows", report.rows()).put("left_out", report.rejected());
        ObjectNode metrics = node.putObject("metrics");
        ObjectNode intervals = node.putObject("intervals");
        report.estimates().forEach((metric, estimate) -> {
            metrics.put(metric.key(), estimate.value());
            estimate.interval()
                    .ifPresent(interval ->
                            intervals.putArray(metric.key()).add(interval.low()).add(interval.high()));
        });
        if (!part.classes().isEmpty()) {
            ObjectNode classes = node.putObject("classes");
            part.classes()
                    .forEach((name, scores) -> classes.putObject(name)
                            .put("rows", scores.rows())
                            .put("predicted_rows", scores.predictedRows())
                            .put("precision", scores.precision())
                            .put("recall", scores.recall())
                            .put("f1", scores.f1()));
        }
        return node;
    }
}
