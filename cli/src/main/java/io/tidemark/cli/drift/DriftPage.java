package io.tidemark.cli.drift;

import io.tidemark.event.Alert;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftSubject;
import io.tidemark.report.HtmlPage;
import io.tidemark.report.HtmlPage.Cell;
import io.tidemark.report.LineChart;
import io.tidemark.report.PairedBars;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A page about a model's drift, by version: a table, reference and window side by side, statistics over time, alerts.
public final class DriftPage {
    private static final int MOST_ALERTS = 50;
    private static final int MOST_POINTS = 600;
    private static final int MOST_MARKS = 6;

    private final DriftHistory history;
    private final HtmlPage page;

    private DriftPage(DriftHistory history) {
        this.history = history;
        this.page = new HtmlPage("Drift of " + history.model());
    }

    /// The page.
    ///
    /// @param windows what to show of each version; empty: all its windows
    public static String of(DriftHistory history, List<Integer> versions, List<String> windows) {
        DriftPage drawn = new DriftPage(history);
        drawn.page.lead(
                "How far live traffic is from what each version was trained on. PSI: population stability index;"
                        + " 0.1 is a change worth a look, 0.25 a large one. A feature has drifted when the change is large"
                        + " and chance cannot explain it.");
        for (int version : versions) {
            List<String> known = history.windows(version);
            List<String> shown = windows.isEmpty()
                    ? known
                    : windows.stream().filter(known::contains).toList();
            drawn.alerts(version);
            shown.forEach(window -> drawn.window(version, window));
        }
        return drawn.page.html();
    }

    private void alerts(int version) {
        List<Alert> alerts = history.alerts(version);
        page.section("Version " + version + ": alerts");
        if (alerts.isEmpty()) {
            page.text("None.");
            return;
        }
        page.table(
                List.of("since", "status", "severity", "kind", "what"),
                alerts.stream()
                        .limit(MOST_ALERTS)
                        .map(alert -> List.of(
                                Cell.text(shown(alert.getOpenedAt())),
                                switch (alert.getStatus()) {
                                    case OPEN, ESCALATED ->
                                        Cell.verdict(false, alert.getStatus().name());
                                    case RESOLVED ->
                                        Cell.verdict(true, alert.getStatus().name());
                                },
                                Cell.text(alert.getSeverity().name()),
                                Cell.text(alert.getKind()),
                                Cell.text(alert.getTitle() + ". " + alert.getMessage())))
                        .toList());
    }

    private void window(int version, String window) {
        Optional<Drift> dataset = history.dataset(version, window);
        if (dataset.isEmpty()) {
            return;
        }
        Drift all = dataset.get();
        page.section("Version " + version + ", window " + window);
        page.text(String.format(
                Locale.ROOT,
                "%s to %s: %,d rows against %,d of the reference. %s",
                shown(all.getWindowStart()),
                shown(all.getWindowEnd()),
                all.getCount(),
                all.getReferenceCount(),
                verdict(all)));
        List<Drift> records = new ArrayList<>(history.newest(version, window, DriftSubject.FEATURE));
        records.addAll(history.newest(version, window, DriftSubject.PREDICTION));
        records.addAll(history.newest(version, window, DriftSubject.LABEL));
        table(records);
        pairs(version, window);
        time(version, window, records);
        records.forEach(this::histogram);
    }

    private static String verdict(Drift all) {
        if (!all.getStatistics().containsKey("drifted_features")) {
            return "Too few rows to judge.";
        }
        double drifted = all.getStatistics().getOrDefault("drifted_features", 0.0);
        return String.format(
                Locale.ROOT,
                "%s%.0f %s drifted (%.0f %%); PSI by what features are worth: %.3f. %s",
                all.getSeverity() == null ? "" : "Severity " + all.getSeverity() + ": ",
                drifted,
                drifted == 1 ? "feature has" : "features have",
                100 * all.getStatistics().getOrDefault("drifted_share", 0.0),
                all.getStatistics().getOrDefault("weighted_psi", 0.0),
                all.getAdvice());
    }

    private void table(List<Drift> records) {
        page.table(
                List.of(
                        "feature",
                        "verdict",
                        "weight",
                        "PSI",
                        "limit",
                        "KS",
                        "missing",
                        "unseen",
                        "off range",
                        "outliers",
                        "mean ± sd",
                        "5 % · median · 95 %"),
                records.stream()
                        .map(record -> List.of(
                                Cell.text(DriftView.name(record)),
                                record.getStatistics().containsKey("psi")
                                        ? Cell.verdict(!record.getDrifted(), record.getDrifted() ? "drift" : "ok")
                                        : Cell.text("too few"),
                                Cell.number(
                                        record.getImportance() == null
                                                ? "-"
                                                : String.format(Locale.ROOT, "%.0f %%", 100 * record.getImportance())),
                                number(record, "psi"),
                                Cell.number(Optional.ofNullable(
                                                record.getThresholds().get("psi"))
                                        .map(DriftPage::short3)
                                        .orElse("-")),
                                number(record, "ks"),
                                share(record, "missing_share"),
                                share(record, "unseen_share"),
                                share(record, "out_of_range_share"),
                                share(record, "outlier_share"),
                                together(record, " ± ", "mean", "sd"),
                                together(record, " · ", "p05", "p50", "p95")))
                        .toList());
    }

    private static Cell number(Drift record, String statistic) {
        return Cell.number(Optional.ofNullable(record.getStatistics().get(statistic))
                .map(DriftPage::short3)
                .orElse("-"));
    }

    private static Cell together(Drift record, String between, String... statistics) {
        return Cell.number(Stream.of(statistics)
                .map(record.getStatistics()::get)
                .filter(Objects::nonNull)
                .map(DriftPage::short3)
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(between), text -> text.isEmpty() ? "-" : text)));
    }

    private static Cell share(Drift record, String statistic) {
        return Cell.number(Optional.ofNullable(record.getStatistics().get(statistic))
                .map(share -> String.format(Locale.ROOT, "%.1f %%", 100 * share))
                .orElse("-"));
    }

    private static String short3(double value) {
        double size = Math.abs(value);
        return size >= 1e6 || (size < 1e-3 && size > 0)
                ? String.format(Locale.ROOT, "%.2e", value)
                : String.format(
                        Locale.ROOT,
                        size >= 1_000 ? "%,.0f" : size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : "%.3f",
                        value);
    }

    private void pairs(int version, String window) {
        List<Drift> pairs = history.newest(version, window, DriftSubject.PAIR);
        if (pairs.isEmpty()) {
            return;
        }
        page.table(
                List.of("features", "verdict", "correlation", "in the reference"),
                pairs.stream()
                        .map(pair -> List.of(
                                Cell.text(pair.getFeature()),
                                Cell.verdict(!pair.getDrifted(), pair.getDrifted() ? "changed" : "ok"),
                                number(pair, "correlation"),
                                number(pair, "reference_correlation")))
                        .toList());
    }

    private void time(int version, String window, List<Drift> records) {
        List<Instant> ends = history.series(version, window, DriftSubject.DATASET, "").stream()
                .map(Drift::getWindowEnd)
                .toList();
        Instant start = ends.stream().findFirst().orElse(Instant.EPOCH);
        Instant end = ends.stream().reduce(start, (one, other) -> one.isAfter(other) ? one : other);
        TimeUnit unit = TimeUnit.of(Duration.between(start, end));
        LineChart chart =
                new LineChart("PSI over time", unit.label() + " since " + shown(start), "population stability index");
        boolean any = false;
        for (Drift record : records) {
            List<Drift> series = thinned(history.series(version, window, record.getSubject(), record.getFeature()));
            double[] x = series.stream()
                    .mapToDouble(each -> unit.since(start, each.getWindowEnd()))
                    .toArray();
            double[] y = series.stream()
                    .mapToDouble(each -> DriftHistory.psi(each).orElse(Double.NaN))
                    .toArray();
            chart.line(DriftView.name(record), x, y);
            any |= java.util.Arrays.stream(y).anyMatch(Double::isFinite);
        }
        if (!any) {
            return;
        }
        history.alerts(version).stream()
                .filter(alert -> !alert.getOpenedAt().isBefore(start))
                .limit(MOST_MARKS)
                .forEach(alert -> chart.mark(unit.since(start, alert.getOpenedAt()), alert.getKind()));
        page.figure(
                chart.svg(), "PSI of each subject over window " + window + ", by the window's end; dashed: alerts.");
    }

    /// The last points, and of many every n-th.
    private static List<Drift> thinned(List<Drift> series) {
        int stride = Math.ceilDiv(Math.max(1, series.size()), MOST_POINTS);
        List<Drift> thinned = new ArrayList<>();
        for (int i = (series.size() - 1) % stride; i < series.size(); i += stride) {
            thinned.add(series.get(i));
        }
        return thinned;
    }

    private void histogram(Drift record) {
        List<String> bins = record.getBins();
        double before = Math.max(1, sum(record.getReferenceCounts()));
        double now = Math.max(1, sum(record.getCounts()));
        if (bins.isEmpty()) {
            return;
        }
        PairedBars bars = new PairedBars(DriftView.name(record), "reference", "window");
        for (int i = 0; i < bins.size(); i++) {
            bars.pair(
                    bins.get(i),
                    record.getReferenceCounts().get(i) / before,
                    record.getCounts().get(i) / now);
        }
        page.figure(
                bars.svg(),
                DriftView.name(record)
                        + (record.getDrifted() ? " has drifted" : "")
                        + DriftHistory.psi(record)
                                .map(psi -> String.format(Locale.ROOT, " (PSI %.3f)", psi))
                                .orElse("")
                        + ". A bin is named by its upper end.");
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    private static String shown(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
    }
}
