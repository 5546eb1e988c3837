package io.tidemark.benchmarks;

import io.tidemark.cli.bench.BenchReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The table of [ScoringBenchmark].
final class ScoringReport {
    private final int requests;
    private final int trees;
    private final double[] passThrough;
    private final double[] scoring;

    /// @param passThrough rounds of pass-through, records a second
    /// @param scoring rounds of scoring, records a second
    ScoringReport(int requests, int trees, double[] passThrough, double[] scoring) {
        this.requests = requests;
        this.trees = trees;
        this.passThrough = passThrough;
        this.scoring = scoring;
    }

    /// Median of the rounds.
    double scoringPerSecond() {
        return median(scoring);
    }

    /// The report with everything else that was measured.
    ///
    /// @param goal least ratio to pass-through
    /// @param perSecond rate at which latency was taken
    /// @param sizes what scoring reads and writes; pass-through writes what it reads
    /// @param stages nanoseconds a record
    BenchReport of(
            double goal,
            double perSecond,
            OpenLoop.Times copied,
            OpenLoop.Times scored,
            StageCosts.Sizes sizes,
            Map<String, Double> stages) {
        double base = median(passThrough);
        double ratio = scoringPerSecond() / base;
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("pass-through", passThrough, 1, copied));
        rows.add(row("scoring", scoring, ratio, scored));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("requests", requests);
        values.put("trees", trees);
        values.put("pass_through_per_second", base);
        values.put("scoring_per_second", scoringPerSecond());
        values.put("scoring_to_pass_through", ratio);
        values.put("goal_ratio", goal);
        values.put("goal_reached", ratio >= goal);
        values.put("pass_through_rounds_per_second", passThrough);
        values.put("scoring_rounds_per_second", scoring);
        values.put("latency_requests_per_second", perSecond);
        values.put("pass_through_latency_us", copied);
        values.put("scoring_latency_us", scored);
        values.put("request_bytes", sizes.request());
        values.put("prediction_bytes", sizes.prediction());
        values.put("stages_ns", stages);
        List<String> notes = new ArrayList<>();
        notes.add(requests + " requests, " + trees + " trees, one stream thread, broker on the same machine,"
                + " exactly-once, commits every 100 ms; from the first to the last committed answer, " + scoring.length
                + " rounds in turn.");
        notes.add(String.format(
                Locale.ROOT,
                "Latency at %,.0f requests/s, half of what scoring reached, from when a request was due to when its"
                        + " answer was read as committed: a stall counts for all that it held up.",
                perSecond));
        notes.add(String.format(
                Locale.ROOT,
                "A request has %.0f bytes, which pass-through writes as they are; its prediction has %.0f.",
                sizes.request(),
                sizes.prediction()));
        stages.forEach((stage, ns) ->
                notes.add(String.format(Locale.ROOT, "Without Kafka, one record: %s: %.2f us.", stage, ns / 1e3)));
        notes.add(String.format(Locale.ROOT, "Scoring reaches %.2f of pass-through (goal: %.2f).", ratio, goal));
        return new BenchReport(
                "scoring",
                List.of("", "requests/s, median", "slowest", "fastest", "ratio", "p50 ms", "p99 ms", "p99.9 ms"),
                rows,
                values,
                notes);
    }

    private static List<String> row(String name, double[] rounds, double ratio, OpenLoop.Times times) {
        return List.of(
                name,
                String.format(Locale.ROOT, "%,.0f", median(rounds)),
                String.format(Locale.ROOT, "%,.0f", Arrays.stream(rounds).min().orElse(0)),
                String.format(Locale.ROOT, "%,.0f", Arrays.stream(rounds).max().orElse(0)),
                String.format(Locale.ROOT, "%.2f", ratio),
                String.format(Locale.ROOT, "%.1f", times.p50() / 1e3),
                String.format(Locale.ROOT, "%.1f", times.p99() / 1e3),
                String.format(Locale.ROOT, "%.1f", times.p999() / 1e3));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
