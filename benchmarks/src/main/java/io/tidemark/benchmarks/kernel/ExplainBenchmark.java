package io.tidemark.benchmarks.kernel;

import io.tidemark.benchmarks.kernel.JmhRun.Cost;
import io.tidemark.cli.bench.BenchReport;
import io.tidemark.cli.bench.BenchSetting;
import io.tidemark.cli.bench.Benchmark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the explanation of one row costs: exact TreeSHAP of ours and of LightGBM on the same trees and rows.
public final class ExplainBenchmark implements Benchmark {
    private static final double GOAL_MS = 0.5;
    private static final KernelCase GOAL_CASE = KernelCase.BOOSTED_500_63;

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public String description() {
        return "Time and allocation of one row's exact SHAP values: our explainer and LightGBM.";
    }

    @Override
    public BenchReport run(BenchSetting setting) throws InterruptedException {
        KernelModels models = new KernelModels(setting.workDir());
        JmhRun jmh = new JmhRun(setting.workDir(), setting.quick(), setting.progress());
        List<List<String>> rows = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        for (KernelCase wanted : KernelCase.values()) {
            setting.progress().accept("training " + wanted.label());
            models.train(wanted);
            Cost ours = jmh.measure(ExplainLoops.class, "tidemark", wanted.name());
            Cost theirs = jmh.measure(ExplainLoops.class, "lightgbm", wanted.name());
            boolean hasGoal = wanted == GOAL_CASE;
            Map<String, Object> ofCase = new LinkedHashMap<>();
            KernelBenchmark.put(ofCase, "tidemark", ours);
            KernelBenchmark.put(ofCase, "lightgbm", theirs);
            ofCase.put("lightgbm_to_tidemark", theirs.nanoseconds() / ours.nanoseconds());
            if (hasGoal) {
                ofCase.put("goal_ms", GOAL_MS);
                ofCase.put("goal_reached", ours.nanoseconds() <= GOAL_MS * 1e6);
            }
            values.put(wanted.stem(), ofCase);
            rows.add(List.of(
                    wanted.label(),
                    millis(ours.nanoseconds()),
                    hasGoal ? String.format(Locale.ROOT, "%.1f", GOAL_MS) : "",
                    String.format(Locale.ROOT, "%.0f", ours.bytes()),
                    millis(theirs.nanoseconds()),
                    String.format(Locale.ROOT, "%.1f x", theirs.nanoseconds() / ours.nanoseconds())));
        }
        return new BenchReport(
                name(),
                List.of("ms a row", "Tidemark", "goal", "B/row", "LightGBM", ""),
                rows,
                values,
                List.of(
                        "One thread, one row a call, 8 inputs, 8,192 rows in turn, JMH with a JVM for each number.",
                        "Both give the same contributions to 1e-6, checked ahead of the measurement."));
    }

    private static String millis(double nanoseconds) {
        return String.format(Locale.ROOT, "%.3f", nanoseconds / 1e6);
    }
}
