package io.tidemark.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.cli.UserError;
import io.tidemark.cli.audit.Invariant;
import io.tidemark.cli.demo.DemoState.Sample;
import io.tidemark.report.HtmlPage;
import io.tidemark.report.HtmlPage.Cell;
import io.tidemark.report.LineChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes the demo down: `index.html` for people, `summary.json` for programs (fields: `docs/demo.md`).
public final class DemoReport {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final DemoResult result;

    public DemoReport(DemoResult result) {
        this.result = result;
    }

    /// Writes both files.
    public void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("index.html"), html());
            Files.writeString(folder.resolve("summary.json"), JSON.writeValueAsString(summary()) + "\n");
        } catch (IOException e) {
            throw new UserError("The report cannot be written to " + folder + ": " + e.getMessage());
        }
    }

    private Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("passed", result.passed());
        summary.put("data_origin", result.dataOrigin());
        summary.put("data_sha256", result.dataSha256());
        summary.put("counts", result.counts());
        summary.put("dead_letters_by_reason", result.rejected());
        summary.put("offline_metrics", result.offline());
        summary.put("live_metrics", result.live());
        summary.put("wmape_percent_by_phase", result.phases());
        summary.put("times_seconds", result.times());
        summary.put("invariants", result.invariants());
        summary.put("gates", result.gates());
        return summary;
    }

    private String html() {
        HtmlPage page = new HtmlPage("Tidemark demo: the closed loop")
                .lead("Trained on " + result.dataOrigin() + ", served over Kafka, shifted (" + WorldShift.DESCRIPTION
                        + "). " + (result.passed() ? "Every promise held." : "A promise was broken: see below."));
        page.section("What happened when")
                .table(List.of("from", "to", "seconds"), timeRows())
                .figure(
                        quality(),
                        "Rolling wMAPE of the newest " + DemoState.ROLLING + " labelled answers, by version.")
                .figure(drift(), "Population stability index by feature, against the profile of the serving version.")
                .figure(rates(), "Requests sent and predictions read.");
        page.section("Promises, checked from the topics")
                .table(List.of("promise", "verdict", "detail"), invariantRows());
        page.section("Live against offline")
                .text("The same held-out rows: metrics of the feedback joiner, from requests and late labels, against"
                        + " metrics computed from the files.")
                .table(List.of("metric", "offline", "live"), metricRows());
        page.section("Gates of the retrained version");
        result.gates().forEach(page::text);
        page.section("Counts").table(List.of("what", "records"), countRows());
        page.section("Log").table(List.of("second", "event"), eventRows());
        return page.html();
    }

    private String quality() {
        LineChart chart = new LineChart("Live quality", "seconds since the start", "wMAPE, percent");
        TreeSet<Integer> versions = new TreeSet<>();
        result.samples().forEach(sample -> versions.addAll(sample.wmape().keySet()));
        for (int version : versions) {
            chart.line(
                    "version " + version, at(), values(sample -> sample.wmape().get(version)));
        }
        return marked(chart).svg();
    }

    private String drift() {
        LineChart chart = new LineChart("Drift", "seconds since the start", "PSI");
        TreeSet<String> features = new TreeSet<>();
        result.samples().forEach(sample -> features.addAll(sample.psi().keySet()));
        features.forEach(feature ->
                chart.line(feature, at(), values(sample -> sample.psi().get(feature))));
        return marked(chart).svg();
    }

    private String rates() {
        LineChart chart = new LineChart("Traffic", "seconds since the start", "records");
        chart.line("requests", at(), values(sample -> (double) sample.requests()));
        chart.line("predictions", at(), values(sample -> (double) sample.answered()));
        return marked(chart).svg();
    }

    private LineChart marked(LineChart chart) {
        Double shift = null;
        for (DemoState.Happened event : result.events()) {
            if (event.text().startsWith("the world shifts")) {
                shift = event.atS();
                chart.mark(event.atS(), "shift");
            } else if (shift != null && event.text().startsWith("alert OPEN")) {
                chart.mark(event.atS(), "alert");
            } else if (shift != null && event.text().contains("answers its first request")) {
                chart.mark(event.atS(), "swap");
            }
        }
        return chart;
    }

    private double[] at() {
        return result.samples().stream().mapToDouble(Sample::atS).toArray();
    }

    private double[] values(Function<Sample, @Nullable Double> of) {
        return result.samples().stream()
                .mapToDouble(sample -> {
                    Double value = of.apply(sample);
                    return value == null ? Double.NaN : value;
                })
                .toArray();
    }

    private List<List<Cell>> timeRows() {
        List<List<Cell>> rows = new ArrayList<>();
        result.times().forEach((name, seconds) -> {
            int to = name.indexOf("_to_");
            rows.add(List.of(
                    Cell.text(to < 0 ? name.replace('_', ' ') : name.substring(0, to)),
                    Cell.text(to < 0 ? "" : name.substring(to + 4)),
                    Cell.number(String.format(Locale.ROOT, "%.1f", seconds))));
        });
        return rows;
    }

    private List<List<Cell>> invariantRows() {
        List<List<Cell>> rows = new ArrayList<>();
        for (Invariant invariant : result.invariants()) {
            rows.add(List.of(
                    Cell.text(invariant.name()),
                    Cell.verdict(invariant.passed(), invariant.passed() ? "holds" : "BROKEN"),
                    Cell.text(invariant.detail())));
        }
        return rows;
    }

    private List<List<Cell>> metricRows() {
        List<List<Cell>> rows = new ArrayList<>();
        result.offline()
                .forEach((name, value) -> rows.add(List.of(
                        Cell.text(name),
                        Cell.number(String.format(Locale.ROOT, "%.6g", value)),
                        Cell.number(
                                result.live().containsKey(name)
                                        ? String.format(
                                                Locale.ROOT,
                                                "%.6g",
                                                result.live().get(name))
                                        : "-"))));
        return rows;
    }

    private List<List<Cell>> countRows() {
        List<List<Cell>> rows = new ArrayList<>();
        result.counts()
                .forEach((name, count) -> rows.add(List.of(
                        Cell.text(name.replace('_', ' ')), Cell.number(String.format(Locale.ROOT, "%,d", count)))));
        result.rejected()
                .forEach((name, count) -> rows.add(List.of(
                        Cell.text("dead letters " + name), Cell.number(String.format(Locale.ROOT, "%,d", count)))));
        return rows;
    }

    private List<List<Cell>> eventRows() {
        return result.events().stream()
                .map(event ->
                        List.of(Cell.number(String.format(Locale.ROOT, "%.1f", event.atS())), Cell.text(event.text())))
                .toList();
    }
}
