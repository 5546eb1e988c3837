package io.tidemark.cli.drift;

import io.tidemark.cli.terminal.Bar;
import io.tidemark.cli.terminal.Spark;
import io.tidemark.cli.terminal.Table;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.event.Alert;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Prints how far a version's traffic is from its reference.
public final class DriftView {
    private static final int BAR = 12;
    private static final int MOST_PAIRS = 5;

    private final Terminal terminal;
    private final DriftHistory history;

    public DriftView(Terminal terminal, DriftHistory history) {
        this.terminal = terminal;
        this.history = history;
    }

    /// Prints one window of a version.
    public void print(int version, String window) {
        Optional<Drift> dataset = history.dataset(version, window);
        if (dataset.isEmpty()) {
            terminal.line(
                    "  " + history.model() + " version " + version + " has no judgement over " + window + " yet.");
            return;
        }
        printHead(version, window, dataset.get());
        List<List<String>> rows = new ArrayList<>();
        history.newest(version, window, DriftSubject.FEATURE).forEach(record -> rows.add(row(record)));
        history.newest(version, window, DriftSubject.PREDICTION).forEach(record -> rows.add(row(record)));
        history.newest(version, window, DriftSubject.LABEL).forEach(record -> rows.add(row(record)));
        Table.print(
                terminal,
                List.of(
                        "feature",
                        "psi",
                        "limit",
                        "of the limit",
                        "missing",
                        "off range",
                        "mean",
                        "weight",
                        "reference",
                        "now",
                        ""),
                rows);
        history.newest(version, window, DriftSubject.PAIR).stream()
                .filter(Drift::getDrifted)
                .limit(MOST_PAIRS)
                .forEach(pair -> terminal.line(terminal.paint(
                        Paint.WARN,
                        String.format(
                                Locale.ROOT,
                                "  %s: correlation %.2f, was %.2f",
                                Terminal.plain(pair.getFeature()),
                                pair.getStatistics().getOrDefault("correlation", 0.0),
                                pair.getStatistics().getOrDefault("reference_correlation", 0.0)))));
        history.newest(version, window, DriftSubject.REQUESTS).forEach(this::printRequests);
        history.newest(version, window, DriftSubject.TRAFFIC).forEach(this::printTraffic);
        history.openAlerts(version).forEach(this::printAlert);
    }

    private void printHead(int version, String window, Drift dataset) {
        terminal.line("");
        terminal.line(terminal.paint(
                Paint.STRONG,
                String.format(
                        Locale.ROOT,
                        "  %s version %d, window %s: %s to %s, %,d rows against %,d",
                        history.model(),
                        version,
                        window,
                        dataset.getWindowStart(),
                        dataset.getWindowEnd(),
                        dataset.getCount(),
                        dataset.getReferenceCount())));
        if (!dataset.getStatistics().containsKey("drifted_features")) {
            terminal.line(terminal.paint(Paint.HINT, "  Too few rows to judge."));
            return;
        }
        double share = dataset.getStatistics().getOrDefault("drifted_share", 0.0);
        terminal.line(terminal.paint(
                dataset.getDrifted() ? Paint.BAD : Paint.GOOD,
                String.format(
                        Locale.ROOT,
                        "  %s%.0f %% of the features have drifted; PSI by what features are worth: %.3f",
                        dataset.getSeverity() == null ? "" : dataset.getSeverity() + ": ",
                        100 * share,
                        dataset.getStatistics().getOrDefault("weighted_psi", 0.0))));
        if (!dataset.getAdvice().isEmpty()) {
            terminal.line(terminal.paint(Paint.HINT, "  " + dataset.getAdvice()));
        }
    }

    private static List<String> row(Drift record) {
        Optional<Double> psi = DriftHistory.psi(record);
        Double limit = record.getThresholds().get("psi");
        String bar = psi.isPresent() && limit != null && limit > 0 ? Bar.of(psi.get() / limit / 2, BAR) : "";
        return List.of(
                name(record),
                psi.map(value -> number("%.3f", value)).orElse("-"),
                limit == null ? "-" : number("%.3f", limit),
                bar,
                percent(record, "missing_share"),
                percent(record, "out_of_range_share"),
                Optional.ofNullable(record.getStatistics().get("mean"))
                        .map(mean -> number("%.4g", mean))
                        .orElse("-"),
                record.getImportance() == null ? "-" : number("%.0f %%", 100 * record.getImportance()),
                Spark.of(record.getReferenceCounts()),
                Spark.of(record.getCounts()),
                record.getDrifted() ? "DRIFT" : psi.isPresent() ? "ok" : "");
    }

    /// What a record is about, for people.
    static String name(Drift record) {
        return switch (record.getSubject()) {
            case FEATURE, PAIR -> Terminal.plain(record.getFeature());
            case PREDICTION -> "(prediction)";
            case LABEL -> "(label)";
            case DATASET -> "(all)";
            case REQUESTS -> "(requests)";
            case TRAFFIC -> "(traffic)";
        };
    }

    private static String percent(Drift record, String statistic) {
        return Optional.ofNullable(record.getStatistics().get(statistic))
                .map(share -> number("%.1f %%", 100 * share))
                .orElse("-");
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private void printRequests(Drift requests) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "  %.1f answers a second", requests.getStatistics().getOrDefault("rate_per_second", 0.0)));
        for (String percentile : List.of("p50", "p95", "p99")) {
            Double latency = requests.getStatistics().get("latency_" + percentile + "_ms");
            if (latency != null) {
                text.append(String.format(Locale.ROOT, ", %s %.1f ms", percentile, latency));
            }
        }
        terminal.line(terminal.paint(Paint.HINT, text.toString()));
    }

    private void printTraffic(Drift traffic) {
        double share = traffic.getStatistics().getOrDefault("dead_letter_share", 0.0);
        Double limit = traffic.getThresholds().get("dead_letter_share");
        terminal.line(terminal.paint(
                traffic.getDrifted() ? Paint.BAD : Paint.HINT,
                String.format(
                        Locale.ROOT,
                        "  %.1f requests a second, %.0f dead letters, %.2f %%%s",
                        traffic.getStatistics().getOrDefault("requests_per_second", 0.0),
                        traffic.getStatistics().getOrDefault("dead_letters", 0.0),
                        100 * share,
                        limit == null ? "" : String.format(Locale.ROOT, ", limit %.2f %%", 100 * limit))));
    }

    private void printAlert(Alert alert) {
        terminal.line(terminal.paint(
                Paint.BAD,
                "  " + alert.getStatus() + " " + alert.getSeverity() + " " + alert.getKind() + " since "
                        + alert.getOpenedAt() + ": " + alert.getTitle()));
    }
}
