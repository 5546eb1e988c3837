package io.tidemark.benchmarks;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.cli.bench.BenchReport;
import io.tidemark.event.Acknowledged;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// What was measured of swaps, and whether it is what was promised.
final class SwapNumbers {
    private static final double PROMISED_MS = 2_000;
    private static final double PROMISED_STALL_MS = 1;
    private static final double FLAT = 1.1;

    private final double requestsPerSecond;
    private final int trees;
    private final int fewTrees;
    private final int wantedInARow;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Double> toPredictionMs = new ArrayList<>();
    private final List<Double> spreadMs = new ArrayList<>();
    private final List<Acknowledged> ready = new ArrayList<>();
    private final Map<Integer, Double> heapMb = new LinkedHashMap<>();
    private int unspread;
    private int requests;
    private int answers;
    private int doubled;
    private int refusals;
    private int adoptions;

    /// @param trees of the versions that are warmed up
    /// @param fewTrees of the versions that are swapped in a row
    /// @param wantedInARow how many swaps in a row there are to be
    SwapNumbers(double requestsPerSecond, int trees, int fewTrees, int wantedInARow) {
        this.requestsPerSecond = requestsPerSecond;
        this.trees = trees;
        this.fewTrees = fewTrees;
        this.wantedInARow = wantedInARow;
        meters.config().meterFilter(new WholeRun());
    }

    /// The meters of the service under measurement.
    SimpleMeterRegistry meters() {
        return meters;
    }

    /// A version was swapped in with everything that it has to show.
    ///
    /// @param ms from before the entry was written until a committed prediction was seen, milliseconds
    /// @param how what each instance said
    /// @param spread from the first prediction of the first instance to that of the last; empty: one gave none in time
    void swapped(double ms, List<Acknowledged> how, Optional<Duration> spread) {
        toPredictionMs.add(ms);
        ready.addAll(how);
        spread.ifPresentOrElse(between -> spreadMs.add((double) between.toMillis()), () -> unspread++);
    }

    /// Looks at the heap after so many swaps in a row.
    void heapAfter(int swaps) {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        heapMb.put(
                swaps, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / (1024.0 * 1024.0));
    }

    /// @param seenAnswers requests that were answered
    /// @param seenDoubled answers to requests that had one
    void ended(int sentRequests, int seenAnswers, int seenDoubled, int seenRefusals, int seenAdoptions) {
        requests = sentRequests;
        answers = seenAnswers;
        doubled = seenDoubled;
        refusals = seenRefusals;
        adoptions = seenAdoptions;
    }

    BenchReport report() {
        double[] total = sorted(toPredictionMs);
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("entry to first prediction", total));
        rows.add(row("  fetch", sorted(ready, Acknowledged::getFetchMs)));
        rows.add(row("  verify", sorted(ready, Acknowledged::getVerifyMs)));
        rows.add(row("  warm-up", sorted(ready, Acknowledged::getWarmUpMs)));
        double[] spread = sorted(spreadMs);
        rows.add(row("spread across instances", spread));
        double[] stall = ofTimer("tidemark.swap.stall");
        rows.add(rowOfThree("  switch of a partition", ofTimer("tidemark.swap.switch")));
        rows.add(rowOfThree("stall of the record that meets it", stall));
        List<Double> heaps = List.copyOf(heapMb.values());
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("swaps_with_warm_up", total.length);
        values.put("entry_to_first_prediction_ms_p50", quantile(total, 0.5));
        values.put("entry_to_first_prediction_ms_p99", quantile(total, 0.99));
        values.put("entry_to_first_prediction_ms_max", quantile(total, 1));
        values.put("spread_ms_p50", quantile(spread, 0.5));
        values.put("spread_ms_max", quantile(spread, 1));
        values.put("fetch_ms_p50", quantile(sorted(ready, Acknowledged::getFetchMs), 0.5));
        values.put("verify_ms_p50", quantile(sorted(ready, Acknowledged::getVerifyMs), 0.5));
        values.put("warm_up_ms_p50", quantile(sorted(ready, Acknowledged::getWarmUpMs), 0.5));
        values.put("switch_ms_p50_p99_max", ofTimer("tidemark.swap.switch"));
        values.put("stall_ms_p50_p99_max", stall);
        values.put("swaps_in_a_row", madeInARow());
        values.put("heap_mb_after_swaps", heapMb);
        values.put("adoptions", adoptions);
        values.put("refusals", refusals);
        values.put("requests", requests);
        values.put("answers", answers);
        values.put("doubled", doubled);
        return new BenchReport("swap", List.of("ms", "p50", "p99", "max"), rows, values, notes(total, stall, heaps));
    }

    private List<String> notes(double[] total, double[] stall, List<Double> heaps) {
        List<String> notes = new ArrayList<>();
        notes.add(String.format(
                Locale.ROOT,
                "%d swaps between two models of %d trees with warm-up on two instances, then %,d in a row between two"
                        + " of %d without on one, at %.0f requests/s; broker on the same machine, exactly-once. Every second swap is a rollback: back to"
                        + " the version before.",
                total.length,
                trees,
                madeInARow(),
                fewTrees,
                requestsPerSecond));
        notes.add(String.format(
                Locale.ROOT,
                "%,d requests, %,d answered, %d of them twice, %,d adoptions, %d refusals. Heap after GC: %s.",
                requests,
                answers,
                doubled,
                adoptions,
                refusals,
                heapMb.entrySet().stream()
                        .map(entry ->
                                String.format(Locale.ROOT, "%.1f MB at %,d swaps", entry.getValue(), entry.getKey()))
                        .reduce((one, other) -> one + ", " + other)
                        .orElse("not measured")));
        if (answers != requests || doubled > 0 || refusals > 0) {
            notes.add("FALLS SHORT: each request should have one answer, and no version be refused.");
        }
        if (madeInARow() < wantedInARow) {
            notes.add(String.format(
                    Locale.ROOT,
                    "FALLS SHORT: time was up after %,d of %,d swaps in a row.",
                    madeInARow(),
                    wantedInARow));
        }
        if (unspread > 0) {
            notes.add("FALLS SHORT: in " + unspread + " swaps only one instance answered in time.");
        }
        if (quantile(total, 1) > PROMISED_MS) {
            notes.add("FALLS SHORT: the slowest swap took longer than " + PROMISED_MS / 1e3 + " s.");
        }
        if (stall[2] > PROMISED_STALL_MS) {
            notes.add("FALLS SHORT: the largest stall of a record is above " + PROMISED_STALL_MS + " ms.");
        }
        if (heaps.size() == 2 && heaps.get(1) > FLAT * heaps.get(0)) {
            notes.add("FALLS SHORT: the heap grew by more than a tenth.");
        }
        return notes;
    }

    private int madeInARow() {
        return heapMb.keySet().stream().reduce((before, last) -> last).orElse(0);
    }

    /// Half, 99 % and all of the measurements are at most this, milliseconds.
    private double[] ofTimer(String name) {
        Timer timer = meters.find(name).timer();
        if (timer == null) {
            return new double[3];
        }
        double[] found = new double[3];
        var snapshot = timer.takeSnapshot();
        for (var at : snapshot.percentileValues()) {
            found[at.percentile() < 0.9 ? 0 : 1] = at.value(TimeUnit.MILLISECONDS);
        }
        found[2] = snapshot.max(TimeUnit.MILLISECONDS);
        return found;
    }

    private static double[] sorted(List<Acknowledged> facts, ToDoubleFunction<Acknowledged> what) {
        return facts.stream().mapToDouble(what).sorted().toArray();
    }

    private static double[] sorted(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double quantile(double[] sorted, double q) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(q * sorted.length) - 1];
    }

    private static List<String> row(String name, double[] sorted) {
        return List.of(name, shown(quantile(sorted, 0.5)), shown(quantile(sorted, 0.99)), shown(quantile(sorted, 1)));
    }

    private static List<String> rowOfThree(String name, double[] shares) {
        return List.of(name, shown(shares[0]), shown(shares[1]), shown(shares[2]));
    }

    private static String shown(double ms) {
        return String.format(Locale.ROOT, ms < 10 ? "%.3f" : "%.0f", ms);
    }

    /// Percentiles and maxima of the whole run: Micrometer's usual ones forget after two minutes.
    private static final class WholeRun implements MeterFilter {
        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            return id.getName().startsWith("tidemark.swap")
                    ? DistributionStatisticConfig.builder()
                            .percentiles(0.5, 0.99)
                            .expiry(Duration.ofDays(1))
                            .bufferLength(1)
                            .build()
                            .merge(config)
                    : config;
        }
    }
}
