package io.tidemark.trainer;

import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.Progress;
import io.tidemark.trainer.data.RowReader;
import io.tidemark.trainer.data.TableBuilder;
import io.tidemark.trainer.data.TrainingTable;
import java.nio.file.Path;
import java.util.List;

/// Models that are trained in a moment, with a feature of each kind.
public final class Toys {
    /// The manifest of [#regression].
    public static final String YAML = """
            name: toy
            task: regression
            data: {source: "synthetic:rows=400,seed=1"}
            target: {name: y, unit: EUR, range: [0, 1000]}
            features:
              a: {type: number, range: [-100, 100], typical: [0, 10], required: true}
              b: {type: number, range: [-100, 100], typical: [1, 5]}
              c: {type: category, categories: [x, "y, z", w], unseen: accept}
              d: {type: boolean}
              e: {type: integer, range: [0, 9]}
            preprocessing:
              ratios: [{name: a_per_b, of: [a, b]}]
              clusters: [{name: place, of: [a, b], k: [2, 3]}]
            split: {test: 0.25, seed: 7}
            selection:
              folds: 3
              algorithms:
                lightgbm: {n_estimators: 20, num_leaves: [4, 7]}
                ridge: {alpha: 0.1}
            gates: {champion: {max_worse_pct: 10}, latency_us: 100000}
            retrain: {min_replay_rows: 50, replay_share: 0.8}
            """;

    /// The same with little to compare, for tests that are about something else.
    public static final String SMALL = YAML.replace("  clusters: [{name: place, of: [a, b], k: [2, 3]}]\n", "")
            .replace("    lightgbm: {n_estimators: 20, num_leaves: [4, 7]}\n", "");

    private Toys() {}

    /// A regression model.
    public static ModelManifest regression(String... overrides) {
        return ManifestReader.read("toy.yaml", YAML, List.of(overrides));
    }

    /// A model of two classes with the same features.
    public static ModelManifest binary(String... overrides) {
        String yaml = YAML.replace("task: regression", "task: binary")
                .replace("{name: y, unit: EUR, range: [0, 1000]}", "{name: y, classes: [no, yes]}")
                .replace("ridge: {alpha: 0.1}", "logistic: {alpha: 0.01}");
        return ManifestReader.read("toy.yaml", yaml, List.of(overrides));
    }

    /// A model of three classes with the same features.
    public static ModelManifest multiclass(String... overrides) {
        String yaml = YAML.replace("task: regression", "task: multiclass")
                .replace("{name: y, unit: EUR, range: [0, 1000]}", "{name: y, classes: [low, middle, \"very high\"]}")
                .replace("ridge: {alpha: 0.1}", "logistic: {alpha: 0.01}");
        return ManifestReader.read("toy.yaml", yaml, List.of(overrides));
    }

    /// The manifest's data, made or found.
    public static LocatedData data(ModelManifest manifest, Path cache) {
        return new DataLocator(cache, List.of(), Progress.NONE).locate(manifest);
    }

    /// The manifest's rows.
    public static TrainingTable rows(ModelManifest manifest, Path cache) {
        return read(manifest, data(manifest, cache));
    }

    /// The rows of a file, however few or odd.
    public static TrainingTable read(ModelManifest manifest, LocatedData data) {
        TableBuilder rows = new TableBuilder(manifest);
        new RowReader(manifest, data.file()).forEach(row -> rows.add(row, "line " + row.line()));
        return rows.build();
    }
}
