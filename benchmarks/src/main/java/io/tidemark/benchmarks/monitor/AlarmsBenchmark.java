package io.tidemark.benchmarks.monitor;

import io.tidemark.benchmarks.monitor.DelayRun.Delay;
import io.tidemark.benchmarks.monitor.DelayRun.Drift;
import io.tidemark.cli.bench.BenchReport;
import io.tidemark.cli.bench.BenchSetting;
import io.tidemark.cli.bench.Benchmark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// False alarms and delays of the drift monitor, beside those of what others use.
///
/// First the budget: streams without drift through the monitor's own windows, judge and alert, with 1 to 100 features,
/// independent or correlated, on 50 to 100,000 rows a window; the measure is alerts opened per alert granted. Then
/// single streams, event by event: how often each detector alarms without drift, and how many events it needs to see
/// one. Seeded: the numbers are the same each time.
public final class AlarmsBenchmark implements Benchmark {
    private static final long SEED = 20_260_501;

    /// Events that the monitor is granted one false alarm in, so that it has about one in 10,000.
    private static final double EVENTS_GRANTED = 1_500;

    private static final List<Drift> DRIFTS =
            List.of(new Drift(0.25, 1), new Drift(0.5, 1), new Drift(1, 1), new Drift(0, 1.5));

    @Override
    public String name() {
        return "alarms";
    }

    @Override
    public String description() {
        return "False alarms of the drift monitor against its budget, and its delays beside those of other detectors.";
    }

    @Override
    public BenchReport run(BenchSetting setting) throws InterruptedException {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<List<String>> rows = new ArrayList<>();
            Map<String, Object> values = new LinkedHashMap<>();
            setting.progress().accept("streams without drift, against the budget");
            values.put("budget", budget(setting.quick(), threads, rows));
            setting.progress().accept("single streams, with and without drift");
            values.put("detectors", detectors(setting.quick(), threads, rows));
            setting.progress().accept("streams of errors");
            values.put("error_streams", errorStreams(setting.quick(), rows));
            return new BenchReport(
                    name(),
                    List.of("", "false alarms", "+0.25 sd", "+0.5 sd", "+1 sd", "sd x 1.5", "found"),
                    rows,
                    values,
                    List.of(
                            "Above: alerts of all kinds opened, per alert granted; 1.2 or less keeps the budget. Windows of "
                                    + QuietWorld.FAST_PANES + " and " + QuietWorld.PANES_PER_WINDOW
                                    + " panes, one alarm granted in " + QuietWorld.PANES_PER_ALARM
                                    + " panes, two confirmations, a new reference of 5,000 rows every 400 panes.",
                            "Below: false alarms in 10,000 events, and mean events from the drift to the alarm where it"
                                    + " was found within 10,000; the bound is a CUSUM that knows what it waits for."));
        }
    }

    private static List<QuietWorld> worlds(boolean quick) {
        List<QuietWorld> worlds = new ArrayList<>();
        for (int rows : new int[] {50, 1_000, 100_000}) {
            for (int features : new int[] {1, 20, 100}) {
                int panes = quick ? 40 : features == 100 ? 1_200 : features == 20 ? 4_000 : 16_000;
                worlds.add(new QuietWorld(features, false, rows, panes));
                if (features > 1) {
                    worlds.add(new QuietWorld(features, true, rows, panes));
                }
            }
        }
        return worlds;
    }

    private static List<Map<String, Object>> budget(boolean quick, ExecutorService threads, List<List<String>> rows)
            throws InterruptedException {
        List<QuietWorld> worlds = worlds(quick);
        List<QuietWorld.Result> results = all(
                threads,
                worlds.stream()
                        .<Callable<QuietWorld.Result>>map(world -> () -> world.run(SEED))
                        .toList());
        List<Map<String, Object>> values = new ArrayList<>();
        for (int i = 0; i < worlds.size(); i++) {
            QuietWorld world = worlds.get(i);
            QuietWorld.Result result = results.get(i);
            rows.add(List.of(
                    String.format(
                            Locale.ROOT,
                            "%d feature%s, %,d rows a window",
                            world.features(),
                            world.features() == 1 ? "" : world.correlated() ? "s, correlated" : "s, independent",
                            world.windowRows()),
                    String.format(
                            Locale.ROOT, "%.2f (%d of %.0f)", result.ofBudget(), result.alarms(), result.granted()),
                    "",
                    "",
                    "",
                    "",
                    ""));
            values.add(Map.of(
                    "features", world.features(),
                    "correlated", world.correlated(),
                    "rows_per_window", world.windowRows(),
                    "alarms", result.alarms(),
                    "alarms_granted", result.granted(),
                    "of_budget", result.ofBudget()));
        }
        return values;
    }

    /// A detector with its name, and how far it is tried.
    private record Entry(String name, EventDetector.Maker maker, long quietEvents, int repetitions) {}

    private static List<Entry> entries(boolean quick) {
        int repetitions = quick ? 4 : 200;
        long events = quick ? 20_000 : 1_000_000;
        return List.of(
                new Entry(
                        "Tidemark drift monitor",
                        (reference, seed) -> new MonitorDetector(reference, EVENTS_GRANTED),
                        quick ? 2_000 : 300_000,
                        repetitions / 2),
                new Entry("PSI >= 0.1, tumbling 1,000", RivalDetectors::tumblingPsi, events, repetitions),
                new Entry("ADWIN, delta 0.002", (reference, seed) -> new Adwin(reference), events, repetitions),
                new Entry(
                        "KSWIN, 100/30, alpha 0.005",
                        (reference, seed) -> new RivalDetectors.Kswin(seed),
                        events / 10,
                        repetitions),
                new Entry("alarm always", RivalDetectors::always, events / 100, repetitions));
    }

    private static List<Map<String, Object>> detectors(boolean quick, ExecutorService threads, List<List<String>> rows)
            throws InterruptedException {
        List<Map<String, Object>> values = new ArrayList<>();
        addBound(quick, threads, rows, values);
        for (Entry entry : entries(quick)) {
            DelayRun run = new DelayRun(entry.maker, entry.quietEvents, entry.repetitions);
            Future<Double> falseAlarms = threads.submit(() -> run.falseAlarmsPer10k(SEED));
            List<Delay> delays = all(
                    threads,
                    DRIFTS.stream()
                            .<Callable<Delay>>map(drift -> () -> run.delay(drift, SEED))
                            .toList());
            add(entry.name, get(falseAlarms), delays, rows, values);
        }
        return values;
    }

    /// For each drift the CUSUM that waits for it, at one false alarm in 10,000 events.
    private static void addBound(
            boolean quick, ExecutorService threads, List<List<String>> rows, List<Map<String, Object>> values)
            throws InterruptedException {
        List<EventDetector.Maker> makers = List.of(
                (reference, seed) -> RivalDetectors.idealMean(0.25, 5.50),
                (reference, seed) -> RivalDetectors.idealMean(0.5, 6.58),
                (reference, seed) -> RivalDetectors.idealMean(1, 7.36),
                (reference, seed) -> RivalDetectors.idealSpread(1.5, 6.86));
        List<Callable<Double>> quiet = new ArrayList<>();
        List<Callable<Delay>> drifting = new ArrayList<>();
        for (int i = 0; i < makers.size(); i++) {
            DelayRun run = new DelayRun(makers.get(i), quick ? 20_000 : 4_000_000, quick ? 10 : 1_000);
            Drift drift = DRIFTS.get(i);
            quiet.add(() -> run.falseAlarmsPer10k(SEED));
            drifting.add(() -> run.delay(drift, SEED));
        }
        List<Double> falseAlarms = all(threads, quiet);
        double mean =
                falseAlarms.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        add("the bound", mean, all(threads, drifting), rows, values);
    }

    private static List<Map<String, Object>> errorStreams(boolean quick, List<List<String>> rows) {
        int repetitions = quick ? 10 : 500;
        List<Map<String, Object>> values = new ArrayList<>();
        for (ErrorStreams streams : List.of(ErrorStreams.tidemark(), ErrorStreams.hddm())) {
            double falseAlarms = streams.falseAlarmsPer10k(quick ? 20_000 : 4_000_000, SEED);
            double large = streams.delay(0.3, repetitions, SEED);
            double small = streams.delay(0.2, repetitions, SEED);
            rows.add(List.of(
                    streams.name(),
                    String.format(Locale.ROOT, "%.3f", falseAlarms),
                    String.format(Locale.ROOT, "0.1 to 0.3: %.0f", large),
                    String.format(Locale.ROOT, "0.1 to 0.2: %.0f", small),
                    "",
                    "",
                    ""));
            values.add(Map.of(
                    "detector", streams.name(),
                    "false_alarms_per_10k_events", falseAlarms,
                    "delay_events_0.1_to_0.3", large,
                    "delay_events_0.1_to_0.2", small));
        }
        return values;
    }

    private static void add(
            String name,
            double falseAlarms,
            List<Delay> delays,
            List<List<String>> rows,
            List<Map<String, Object>> values) {
        List<String> row = new ArrayList<>(List.of(name, String.format(Locale.ROOT, "%.2f", falseAlarms)));
        delays.forEach(delay ->
                row.add(Double.isNaN(delay.events()) ? "-" : String.format(Locale.ROOT, "%.0f", delay.events())));
        double least = delays.stream().mapToDouble(Delay::found).min().orElseThrow();
        row.add(String.format(Locale.ROOT, "%.0f %%", 100 * least));
        rows.add(row);
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("detector", name);
        value.put("false_alarms_per_10k_events", falseAlarms);
        for (int i = 0; i < DRIFTS.size(); i++) {
            Map<String, Object> drift = new LinkedHashMap<>();
            drift.put("shift_sd", DRIFTS.get(i).shift());
            drift.put("spread_factor", DRIFTS.get(i).spread());
            drift.put("found_share", delays.get(i).found());
            if (!Double.isNaN(delays.get(i).events())) {
                drift.put("delay_events", delays.get(i).events());
            }
            value.put("drift_" + (i + 1), drift);
        }
        values.add(value);
    }

    private static <T> List<T> all(ExecutorService threads, List<Callable<T>> tasks) throws InterruptedException {
        List<T> results = new ArrayList<>();
        for (Future<T> future : threads.invokeAll(tasks)) {
            results.add(get(future));
        }
        return results;
    }

    private static <T> T get(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A part of the benchmark failed: " + e.getCause(), e.getCause());
        }
    }
}
