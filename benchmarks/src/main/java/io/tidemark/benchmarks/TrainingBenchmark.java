package io.tidemark.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.cli.bench.BenchReport;
import io.tidemark.cli.bench.BenchSetting;
import io.tidemark.cli.bench.Benchmark;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.Progress;
import io.tidemark.trainer.pipeline.CandidateScore;
import io.tidemark.trainer.pipeline.RunListener.Step;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.pipeline.TuningResult;
import io.tidemark.trainer.run.RegisteredRun;
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

/// A whole training on California housing: six algorithms with their grids in 5-fold cross-validation, 50 LightGBM
/// trials in the same folds, a final fit; seconds per stage, and quality on the test rows that no choice has seen.
/// With the twin, a Python pipeline of the same budget runs behind it, on the same rows.
public final class TrainingBenchmark implements Benchmark {
    private static final int TRIALS = 50;
    private static final int QUICK_TRIALS = 4;
    private static final List<String> METRICS = List.of("wmape", "r2", "mape", "mae", "rmse");
    private static final String GRIDS = """
            selection={metric: mae, folds: 5, algorithms: {
              ridge: {alpha: [0.1, 1, 10]},
              lasso: {alpha: [1, 10, 100]},
              decision_tree: {max_depth: [10, 20], min_samples_leaf: [1, 10]},
              random_forest: {n_estimators: [100, 200], max_features: [sqrt, 1.0]},
              gradient_boosting: {n_estimators: 200, max_depth: [3, 5], learning_rate: 0.1},
              lightgbm: {n_estimators: 300, num_leaves: [31, 63], learning_rate: [0.05, 0.1]}}}""";
    private static final String QUICK_GRIDS = """
            selection={metric: mae, folds: 2, algorithms: {
              ridge: {}, random_forest: {n_estimators: 10}, lightgbm: {n_estimators: 60}}}""";
    /// The twin's, but for the number of trees, which each trial finds itself, and for fewer inputs a tree: ours are
    /// many views of the same place.
    private static final String SWEEP = """
            sweep={algorithm: lightgbm, metric: wmape, space: {
              num_leaves: {int: [15, 127]},
              learning_rate: {float: [0.02, 0.2], log: true},
              min_child_samples: {int: [5, 50]},
              subsample: {float: [0.6, 1]},
              colsample_bytree: {float: [0.1, 1]}}}""";

    @Override
    public String name() {
        return "training";
    }

    @Override
    public String description() {
        return "A whole training on housing: selection, sweep, final fit; --twin runs its Python twin as well.";
    }

    @Override
    public BenchReport run(BenchSetting setting) throws InterruptedException {
        int trials = setting.trials().orElse(setting.quick() ? QUICK_TRIALS : TRIALS);
        ModelManifest manifest = manifest(setting, trials);
        LocatedData data = new DataLocator(
                        setting.workDir().resolve("data"), DataLocator.searchDirs(setting.modelsDir()), Progress.NONE)
                .locate(manifest);
        Timed timed = train(setting, manifest, data);
        TrainingResult result = timed.run().result().orElseThrow();
        Optional<JsonNode> twin = setting.twin()
                ? Optional.of(new PythonTwin(setting.workDir(), setting.progress())
                        .run(
                                data.file().toAbsolutePath(),
                                timed.run().folder().resolve("splits.csv").toAbsolutePath(),
                                trials,
                                manifest.split().seed()))
                : Optional.empty();
        return report(manifest, timed, result, trials, twin);
    }

    private static ModelManifest manifest(BenchSetting setting, int trials) {
        List<String> overrides = new ArrayList<>(List.of(
                (setting.quick() ? QUICK_GRIDS : GRIDS).replace('\n', ' '),
                SWEEP.replace('\n', ' '),
                "sweep.trials=" + trials));
        setting.data().ifPresent(file -> overrides.addAll(ModelsOption.dataOverrides(file.toString())));
        return ManifestReader.read(setting.modelsDir().resolve("housing.yaml"), overrides);
    }

    /// @param began when each step began, in seconds from the start
    private record Timed(RegisteredRun run, Map<Step, Double> began, double seconds) {
        double between(Step from, Step to) {
            return began.getOrDefault(to, seconds) - began.getOrDefault(from, seconds);
        }
    }

    private static Timed train(BenchSetting setting, ModelManifest manifest, LocatedData data) {
        TrainingService service = new TrainingService(
                new LocalDirectoryRegistry(setting.workDir().resolve("registry")),
                new DataLocator(setting.workDir().resolve("data"), List.of(), Progress.NONE),
                setting.workDir().resolve("runs"),
                Runtime.getRuntime().availableProcessors());
        Map<Step, Double> began = new EnumMap<>(Step.class);
        long start = System.nanoTime();
        RegisteredRun run = service.train(
                new TrainingOrder("bench", manifest, Optional.of(data), Optional.empty(), OptionalInt.empty()),
                (step, message, share) -> {
                    began.putIfAbsent(step, (System.nanoTime() - start) / 1e9);
                    setting.progress().accept(step.key() + ": " + message);
                });
        return new Timed(run, began, (System.nanoTime() - start) / 1e9);
    }

    private BenchReport report(
            ModelManifest manifest, Timed timed, TrainingResult result, int trials, Optional<JsonNode> twin) {
        List<List<String>> rows = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        double seconds = timed.seconds();
        double twinSeconds = twin.map(line -> line.path("t").asDouble()).orElse(Double.NaN);
        rows.add(row("seconds", "%.1f", seconds, twinSeconds));
        values.put("trials", trials);
        values.put("seconds", seconds);
        values.put("select_seconds", timed.between(Step.SELECT, Step.SWEEP));
        values.put("sweep_seconds", timed.between(Step.SWEEP, Step.FIT));
        for (String metric : METRICS) {
            double ours = result.metrics().getOrDefault(metric, Double.NaN);
            double theirs = twin.map(line -> line.path("metrics").path(metric).asDouble())
                    .orElse(Double.NaN);
            rows.add(row(metric, metric.equals("r2") ? "%.4f" : "%.2f", ours, theirs));
            values.put(metric, ours);
        }
        TuningResult tuning = result.tuning().orElseThrow();
        values.put("algorithm", result.bundle().descriptor().training().algorithm());
        values.put("parameters", result.bundle().descriptor().training().parameters());
        values.put("candidates", candidates(result));
        values.put("trials_completed", tuning.sweep().count("completed"));
        values.put("trials_pruned", tuning.sweep().count("pruned"));
        values.put("trials_failed", tuning.sweep().count("failed"));
        twin.ifPresent(line -> {
            values.put("twin", line);
            values.put("seconds_per_twin_second", seconds / twinSeconds);
        });
        List<String> notes = new ArrayList<>(List.of(String.format(
                Locale.ROOT,
                "%s, %d rows fitted, %d rows judge (seed %d); selection %.0f s, sweep %.0f s: %d trials, %d of them ended early.",
                result.bundle().descriptor().training().algorithm(),
                result.bundle().descriptor().training().rows(),
                result.evaluation().rows(),
                manifest.split().seed(),
                timed.between(Step.SELECT, Step.SWEEP),
                timed.between(Step.SWEEP, Step.FIT),
                tuning.sweep().trials().size(),
                tuning.sweep().count("pruned"))));
        if (twin.isPresent()) {
            notes.add("The twin is scikit-learn, Optuna and LightGBM with the same grids, trials and rows, and the"
                    + " features of the published pipeline; ours are the manifest's.");
        }
        return new BenchReport(name(), List.of("", "Tidemark", "twin", "ratio"), rows, values, notes);
    }

    private static List<Map<String, Object>> candidates(TrainingResult result) {
        List<Map<String, Object>> candidates = new ArrayList<>();
        for (CandidateScore candidate : result.candidates()) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("algorithm", candidate.algorithm().key());
            values.put("parameters", candidate.parameters().values());
            values.put("state", candidate.end().state());
            values.put("folds", candidate.folds().size());
            values.put(result.selection().metric(), candidate.mean());
            values.put("seconds", candidate.seconds());
            candidates.add(values);
        }
        return candidates;
    }

    private static List<String> row(String name, String format, double ours, double theirs) {
        return List.of(
                name,
                String.format(Locale.ROOT, format, ours),
                Double.isNaN(theirs) ? "-" : String.format(Locale.ROOT, format, theirs),
                Double.isNaN(theirs) ? "-" : String.format(Locale.ROOT, "%.2f", ours / theirs));
    }
}
