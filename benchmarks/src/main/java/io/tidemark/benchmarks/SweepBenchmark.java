package io.tidemark.benchmarks;

import io.tidemark.cli.bench.BenchReport;
import io.tidemark.cli.bench.BenchSetting;
import io.tidemark.cli.bench.Benchmark;
import io.tidemark.stats.metric.MetricDirection;
import io.tidemark.trainer.sweep.Study;
import io.tidemark.trainer.sweep.SweepMethod;
import io.tidemark.trainer.sweep.SweepSettings;
import io.tidemark.trainer.sweep.Trial;
import io.tidemark.trainer.sweep.prune.NoPruner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How near a sweep comes to the minimum of known functions in 50 trials, with each method, and what a suggestion
/// costs. One thread; nothing but the optimiser takes time.
public final class SweepBenchmark implements Benchmark {
    private static final int TRIALS = 50;
    private static final int SEEDS = 20;
    private static final int QUICK_TRIALS = 20;
    private static final int QUICK_SEEDS = 3;

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public String description() {
        return "Regret of the parameter sweep on test functions: Gaussian process, TPE and chance.";
    }

    @Override
    public BenchReport run(BenchSetting setting) throws InterruptedException {
        int trials = setting.quick() ? QUICK_TRIALS : TRIALS;
        int seeds = setting.quick() ? QUICK_SEEDS : SEEDS;
        List<List<String>> rows = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("trials", trials);
        values.put("seeds", seeds);
        List<Double> lastAsks = new ArrayList<>();
        for (TestFunction function : TestFunction.values()) {
            List<String> row = new ArrayList<>(List.of(function.label()));
            Map<String, Object> ofFunction = new LinkedHashMap<>();
            for (SweepMethod method : List.of(SweepMethod.RANDOM, SweepMethod.TPE, SweepMethod.GAUSSIAN_PROCESS)) {
                setting.progress().accept(function.label() + ", " + method.key());
                double[] regrets = new double[seeds];
                for (int seed = 0; seed < seeds; seed++) {
                    checkInterrupt();
                    regrets[seed] = regret(function, method, trials, seed + 1, lastAsks);
                }
                row.add(text(median(regrets)));
                ofFunction.put(method.key() + "_median_regret", median(regrets));
                ofFunction.put(method.key() + "_regrets", regrets);
                if (method == SweepMethod.GAUSSIAN_PROCESS) {
                    row.add(text(function.goal()));
                    row.add(median(regrets) <= function.goal() ? "yes" : "no");
                    ofFunction.put("goal", function.goal());
                    ofFunction.put("goal_reached", median(regrets) <= function.goal());
                }
            }
            values.put(function.label().toLowerCase(Locale.ROOT), ofFunction);
            rows.add(row);
        }
        double[] asks =
                lastAsks.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        values.put("gp_last_ask_median_ms", median(asks));
        values.put("gp_last_ask_slowest_ms", asks[asks.length - 1]);
        return new BenchReport(
                name(),
                List.of("", "random", "TPE", "GP", "goal", "reached"),
                rows,
                values,
                List.of(
                        "Median regret (best value found minus the minimum) of " + seeds + " seeds after " + trials
                                + " trials, one after the other; the first ten fill the space evenly.",
                        String.format(
                                Locale.ROOT,
                                "The Gaussian process takes %.0f ms for its last suggestion in the median, %.0f ms at most.",
                                median(asks),
                                asks[asks.length - 1])));
    }

    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("The benchmark was interrupted.");
        }
    }

    private static double regret(
            TestFunction function, SweepMethod method, int trials, long seed, List<Double> lastAsks) {
        SweepSettings settings = SweepSettings.of(function.space(), MetricDirection.LOWER_IS_BETTER, seed)
                .withMethod(method)
                .withTrials(trials)
                .withPruner(new NoPruner());
        double best = Double.POSITIVE_INFINITY;
        try (Study study = Study.inMemory(settings)) {
            for (int i = 0; i < trials; i++) {
                long start = System.nanoTime();
                Trial trial = study.ask().orElseThrow();
                if (method == SweepMethod.GAUSSIAN_PROCESS && i == trials - 1) {
                    lastAsks.add((System.nanoTime() - start) / 1e6);
                }
                double regret = function.regret(trial);
                study.tell(trial, regret, 0);
                best = Math.min(best, regret);
            }
        }
        return best;
    }

    private static String text(double regret) {
        return String.format(Locale.ROOT, regret < 100 ? "%.4f" : "%,.0f", regret);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
