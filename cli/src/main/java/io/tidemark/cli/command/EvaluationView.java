package io.tidemark.cli.command;

import io.tidemark.cli.file.ClassDetail;
import io.tidemark.cli.file.FileEvaluation.Options;
import io.tidemark.cli.file.FileEvaluation.Part;
import io.tidemark.cli.terminal.Table;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.stats.metric.MetricEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What `tidemark evaluate` found, for people.
record EvaluationView(Terminal terminal, Options options) {
    private static final int MOST_SHOWN_CLASSES = 12;

    void print(List<Part> parts) {
        for (Part part : parts) {
            terminal.line(terminal.paint(Paint.STRONG, title(part)));
            List<List<String>> rows = new ArrayList<>();
            part.report()
                    .estimates()
                    .forEach((metric, estimate) ->
                            rows.add(List.of(metric.key(), shown(estimate.value()), interval(estimate))));
            Table.print(
                    terminal,
                    List.of(
                            "metric",
                            "value",
                            String.format(Locale.ROOT, "%.3g %% confidence", 100 * options.confidence())),
                    rows);
            if (part.name().isEmpty()) {
                printClasses(part);
            }
        }
    }

    private String title(Part part) {
        String name =
                part.name().isEmpty() ? "All rows" : options.segment().orElse("") + " = " + Terminal.plain(part.name());
        return name + ": " + part.report().rows() + " rows"
                + (part.rejected() == 0 ? "" : ", left out: " + reasons(part));
    }

    /// Rows that were left out, by reason.
    static String reasons(Part part) {
        return part.leftOut().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().words())
                .collect(Collectors.joining(", "));
    }

    private void printClasses(Part part) {
        List<List<String>> classes = new ArrayList<>();
        part.classes()
                .forEach((name, scores) -> classes.add(List.of(
                        Terminal.plain(name),
                        Long.toString(scores.rows()),
                        Long.toString(scores.predictedRows()),
                        shown(scores.precision()),
                        shown(scores.recall()),
                        shown(scores.f1()))));
        if (!classes.isEmpty()) {
            Table.print(terminal, List.of("class", "rows", "predicted", "precision", "recall", "f1"), classes);
        }
        part.detail()
                .filter(detail -> detail.classes().size() <= MOST_SHOWN_CLASSES)
                .ifPresent(this::printConfusion);
    }

    private void printConfusion(ClassDetail detail) {
        List<String> columns = new ArrayList<>(List.of("actual \\ predicted"));
        detail.classes().forEach(name -> columns.add(Terminal.plain(name)));
        List<List<String>> rows = new ArrayList<>();
        for (int actual = 0; actual < detail.classes().size(); actual++) {
            List<String> row =
                    new ArrayList<>(List.of(Terminal.plain(detail.classes().get(actual))));
            detail.counts().get(actual).forEach(count -> row.add(Long.toString(count)));
            rows.add(row);
        }
        Table.print(terminal, columns, rows);
    }

    private static String interval(MetricEstimate estimate) {
        return estimate.interval()
                .map(interval -> shown(interval.low()) + " to " + shown(interval.high()))
                .orElse("");
    }

    private static String shown(double value) {
        double size = Math.abs(value);
        String form = size >= 1e9 || (size > 0 && size < 1e-3) ? "%.4g" : size >= 1000 ? "%.1f" : "%.4f";
        return String.format(Locale.ROOT, form, value);
    }
}
