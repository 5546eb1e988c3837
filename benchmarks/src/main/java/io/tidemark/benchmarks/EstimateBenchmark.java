package io.tidemark.benchmarks;

import io.tidemark.cli.bench.BenchReport;
import io.tidemark.cli.bench.BenchSetting;
import io.tidemark.cli.bench.Benchmark;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.stats.expect.Calibration;
import io.tidemark.stats.expect.ExpectedBinary;
import io.tidemark.stats.metric.BinaryAccumulator;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.MetricReport;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.Progress;
import io.tidemark.trainer.pipeline.Evaluation;
import io.tidemark.trainer.pipeline.RunListener;
import io.tidemark.trainer.run.TrainingOrder;
import io.tidemark.trainer.run.TrainingService;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// How far quality that is estimated before labels come lies from what the labels show: a model of the credit manifest,
/// its test rows drawn into windows, half of them as they are, half of them shifted towards high scores, as when
/// another kind of client asks.
public final class EstimateBenchmark implements Benchmark {
    private static final int WINDOWS = 200;
    private static final int QUICK_WINDOWS = 20;
    private static final int WINDOW_ROWS = 1_000;
    private static final long SEED = 11;
    private static final double THRESHOLD = 0.5;

    @Override
    public String name() {
        return "estimate";
    }

    @Override
    public String description() {
        return "Quality estimated before labels come against what they show, on windows of the credit data, shifted or"
                + " not.";
    }

    @Override
    public BenchReport run(BenchSetting setting) throws InterruptedException {
        setting.progress().accept("training a model");
        Evaluation tested = train(setting);
        int rows = tested.rows();
        int held = rows / 3;
        BinaryAccumulator known = new BinaryAccumulator(THRESHOLD, rows);
        for (int i = 0; i < held; i++) {
            known.add(tested.actual(i), tested.score(i));
        }
        int windows = setting.quick() ? QUICK_WINDOWS : WINDOWS;
        setting.progress().accept(windows + " windows");
        Comparison plain = new Comparison(tested, held, known, 0).over(windows);
        Comparison shifted = new Comparison(tested, held, known, 4).over(windows);
        return report(windows, rows, plain, shifted);
    }

    private static Evaluation train(BenchSetting setting) {
        List<String> overrides = new ArrayList<>(List.of(
                "preprocessing.imputation=median",
                "selection.folds=2",
                "selection.algorithms={lightgbm: {n_estimators: 300, num_leaves: 15, learning_rate: 0.03, min_child_samples: 50}}",
                "gates={}"));
        setting.data().ifPresent(file -> overrides.addAll(ModelsOption.dataOverrides(file.toString())));
        ModelManifest manifest = ManifestReader.read(setting.modelsDir().resolve("credit.yaml"), overrides);
        DataLocator locator = new DataLocator(
                setting.workDir().resolve("data"), DataLocator.searchDirs(setting.modelsDir()), Progress.NONE);
        LocatedData data = locator.locate(manifest);
        return new TrainingService(
                        new LocalDirectoryRegistry(setting.workDir().resolve("registry")),
                        locator,
                        setting.workDir().resolve("runs"),
                        Runtime.getRuntime().availableProcessors())
                .train(
                        new TrainingOrder(
                                "estimate", manifest, Optional.of(data), Optional.empty(), OptionalInt.empty()),
                        RunListener.NONE)
                .result()
                .orElseThrow()
                .evaluation();
    }

    /// Estimates and realised values over windows of rows that calibration did not see.
    private static final class Comparison {
        private final Evaluation tested;
        private final int from;
        private final MetricReport known;
        private final DoubleUnaryOperator calibration;
        private final double shift;
        private final Map<Metric, Double> ofEstimate = new EnumMap<>(Metric.class);
        private final Map<Metric, Double> ofRaw = new EnumMap<>(Metric.class);
        private final Map<Metric, Double> ofBaseline = new EnumMap<>(Metric.class);
        private final Map<Metric, Double> halfIntervals = new EnumMap<>(Metric.class);

        /// @param from rows from here on are drawn
        /// @param known the rows before: what is known of the model
        /// @param shift how much more often a row of a score 1 is drawn than one of a score 0, less one
        Comparison(Evaluation tested, int from, BinaryAccumulator known, double shift) {
            this.tested = tested;
            this.from = from;
            this.known = known.report();
            this.calibration = Calibration.of(known.calibration());
            this.shift = shift;
        }

        Comparison over(int windows) {
            SplittableRandom random = new SplittableRandom(SEED);
            for (int window = 0; window < windows; window++) {
                ExpectedBinary expected = new ExpectedBinary();
                BinaryAccumulator realised = new BinaryAccumulator(THRESHOLD, WINDOW_ROWS);
                while (realised.rows() < WINDOW_ROWS) {
                    int row = random.nextInt(from, tested.rows());
                    double score = tested.score(row);
                    if (random.nextDouble() * (1 + shift) <= 1 + shift * score) {
                        expected.add(score);
                        realised.add(tested.actual(row), score);
                    }
                }
                compare(expected, realised, windows);
            }
            return this;
        }

        private void compare(ExpectedBinary expected, BinaryAccumulator realised, int windows) {
            Map<Metric, Double> raw = expected.estimate(THRESHOLD, DoubleUnaryOperator.identity());
            MetricReport shown = realised.report();
            expected.estimate(THRESHOLD, calibration)
                    .forEach((metric, estimate) -> shown.find(metric).ifPresent(truth -> {
                        add(ofEstimate, metric, Math.abs(estimate - truth.value()) / windows);
                        add(ofRaw, metric, Math.abs(raw.getOrDefault(metric, 0.0) - truth.value()) / windows);
                        double before = known.value(metric).orElse(0);
                        add(ofBaseline, metric, Math.abs(before - truth.value()) / windows);
                        truth.interval()
                                .ifPresent(interval ->
                                        add(halfIntervals, metric, (interval.high() - interval.low()) / 2 / windows));
                    }));
        }

        private static void add(Map<Metric, Double> sums, Metric metric, double more) {
            sums.merge(metric, more, Double::sum);
        }

        List<String> row(String name, Metric metric) {
            return List.of(
                    name,
                    metric.key(),
                    shown(ofEstimate.get(metric)),
                    shown(ofRaw.get(metric)),
                    shown(ofBaseline.get(metric)),
                    shown(halfIntervals.get(metric)));
        }

        private static String shown(@Nullable Double value) {
            return value == null ? "-" : String.format(Locale.ROOT, "%.4f", value);
        }

        Map<String, Map<String, Double>> values() {
            Map<String, Map<String, Double>> values = new LinkedHashMap<>();
            ofEstimate.forEach((metric, error) -> {
                Map<String, Double> of = new LinkedHashMap<>();
                of.put("mean_absolute_error", error);
                of.put("uncalibrated", ofRaw.getOrDefault(metric, Double.NaN));
                of.put("of_no_change", ofBaseline.getOrDefault(metric, Double.NaN));
                of.put("half_interval", halfIntervals.getOrDefault(metric, Double.NaN));
                values.put(metric.key(), of);
            });
            return values;
        }
    }

    private static BenchReport report(int windows, int rows, Comparison plain, Comparison shifted) {
        List<List<String>> table = new ArrayList<>();
        plain.ofEstimate.keySet().forEach(metric -> table.add(plain.row("as they are", metric)));
        shifted.ofEstimate.keySet().forEach(metric -> table.add(shifted.row("shifted", metric)));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("windows", windows);
        values.put("window_rows", WINDOW_ROWS);
        values.put("test_rows", rows);
        values.put("plain", plain.values());
        values.put("shifted", shifted.values());
        return new BenchReport(
                "estimate",
                List.of(
                        "windows",
                        "metric",
                        "error of the estimate",
                        "uncalibrated",
                        "of taking the known value",
                        "half interval"),
                table,
                values,
                List.of(
                        "Mean absolute differences to what the labels show, over " + windows + " windows of "
                                + WINDOW_ROWS + " rows; a third of the " + rows
                                + " test rows calibrates, the others are drawn.",
                        "Shifted: a row is drawn up to five times as often, the higher its score. The known value is"
                                + " that of the third. Half interval: what chance does to the realised value itself."));
    }
}
