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

/// What one row costs: our kernel, LightGBM's library and ONNX Runtime on the same trees and rows, Smile on a model of
/// the same size.
public final class KernelBenchmark implements Benchmark {
    private static final double GOAL_RATIO = 7;
    private static final List<String> OTHERS = List.of("lightgbm", "onnx", "smile");

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public String description() {
        return "Time and allocation of one row: our kernel, LightGBM, ONNX Runtime and Smile.";
    }

    @Override
    public BenchReport run(BenchSetting setting) throws InterruptedException {
        KernelModels models = new KernelModels(setting.workDir());
        JmhRun jmh = new JmhRun(setting.workDir(), setting.quick(), setting.progress());
        List<String> notes = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        for (KernelCase wanted : KernelCase.values()) {
            setting.progress().accept("training " + wanted.label());
            notes.add(models.train(wanted) + ".");
            Cost ours = jmh.measure(KernelLoops.class, "tidemark", wanted.name());
            Map<String, Object> ofCase = new LinkedHashMap<>();
            put(ofCase, "tidemark", ours);
            List<String> row = new ArrayList<>(List.of(
                    wanted.label(),
                    micros(ours.nanoseconds()),
                    micros(wanted.goalUs() * 1e3),
                    String.format(Locale.ROOT, "%.0f", ours.bytes())));
            for (String other : OTHERS) {
                Cost cost = jmh.measure(KernelLoops.class, other, wanted.name());
                put(ofCase, other, cost);
                ofCase.put(other + "_to_tidemark", cost.nanoseconds() / ours.nanoseconds());
                row.add(micros(cost.nanoseconds()));
                row.add(String.format(Locale.ROOT, "%.1f x", cost.nanoseconds() / ours.nanoseconds()));
            }
            ofCase.put("goal_us", wanted.goalUs());
            ofCase.put("goal_reached", ours.nanoseconds() <= wanted.goalUs() * 1e3);
            values.put(wanted.stem(), ofCase);
            rows.add(row);
        }
        Cost encoding = jmh.measure(EncodeLoops.class, "encode", EncodeLoops.SHAPE);
        Map<String, Object> ofEncoding = new LinkedHashMap<>();
        put(ofEncoding, "tidemark", encoding);
        values.put("encode", ofEncoding);
        notes.add(String.format(
                Locale.ROOT,
                "An event's values to the model's inputs (8 numbers and a category, checked; 16 inputs): %.2f us, %.0f B.",
                encoding.nanoseconds() / 1e3,
                encoding.bytes()));
        return new BenchReport(
                name(),
                List.of("us a row", "Tidemark", "goal", "B/row", "LightGBM", "", "ONNX", "", "Smile", ""),
                rows,
                values,
                notes(notes, values));
    }

    private static List<String> notes(List<String> notes, Map<String, Object> values) {
        notes.add("One thread, one row a call, 8 inputs, 8,192 rows in turn, JMH with a JVM for each number.");
        notes.add("LightGBM, ONNX Runtime and the kernel have the same trees and answer alike (checked ahead of each"
                + " measurement); LightGBM by its quickest call for one row. Smile takes no trees: its model is its own,"
                + " of the same algorithm, size and training rows.");
        if (values.get(KernelCase.BOOSTED_100_31.stem()) instanceof Map<?, ?> first
                && first.get("lightgbm_to_tidemark") instanceof Double ratio) {
            notes.add(String.format(
                    Locale.ROOT,
                    "LightGBM takes %.1f times as long for 100 trees x 31 leaves (goal: %.0f).",
                    ratio,
                    GOAL_RATIO));
        }
        return notes;
    }

    static void put(Map<String, Object> values, String engine, Cost cost) {
        values.put(engine + "_ns", cost.nanoseconds());
        values.put(engine + "_error_ns", cost.error());
        values.put(engine + "_bytes", cost.bytes());
    }

    private static String micros(double nanoseconds) {
        return String.format(Locale.ROOT, "%.2f", nanoseconds / 1e3);
    }
}
