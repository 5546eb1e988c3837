package io.tidemark.trainer.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelExplainer;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.DataRow;
import io.tidemark.trainer.data.Progress;
import io.tidemark.trainer.pipeline.RunListener;
import io.tidemark.trainer.run.Rebuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Models that LightGBM, XGBoost and scikit-learn (by ONNX) wrote, with what they predict; import_goldens.py makes
/// them.
class ModelImportTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "import");

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "lightgbm-regression.txt, regression, 1e-12",
        "lightgbm-binary.txt, binary, 1e-12",
        "lightgbm-poisson.txt, regression, 1e-12",
        "lightgbm-zero-missing.txt, regression, 1e-12",
        "lightgbm-forest.txt, regression, 1e-12",
        "xgboost-regression.json, regression, 1e-6",
        "xgboost-binary.json, binary, 1e-6",
        "xgboost-poisson.json, regression, 1e-6",
        "xgboost-regression.ubj, regression, 1e-6",
        "xgboost-binary.ubj, binary, 1e-6",
        "onnx-forest.onnx, regression, 1e-6",
        "onnx-tree.onnx, regression, 1e-6",
        "onnx-forest-classifier.onnx, binary, 1e-6",
        "onnx-boosting-classifier.onnx, binary, 1e-6",
        "onnx-linear.onnx, regression, 1e-6",
        "onnx-logistic.onnx, binary, 1e-6"
    })
    void predictsWhatItsOwnToolPredicts(String file, String task, double tolerance) {
        ModelManifest manifest = manifest(task, "income", "rooms", "age");

        ModelBundle bundle = imported(file, manifest);

        ModelScorer scorer = bundle.newScorer();
        ReferenceRows reference = ReferenceRows.read(manifest, rows(file), "prediction");
        assertThat(reference.rows()).hasSize(40);
        for (int i = 0; i < reference.rows().size(); i++) {
            DataRow row = reference.rows().get(i);
            assertThat(scorer.encode(row.values())).isNull();
            double expected = reference.predictions().get(i);
            assertThat(scorer.score())
                    .as("line %d", row.line())
                    .isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
        }
        BundleVerifier.DEFAULT.verify(bundle, List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lightgbm-regression.txt", "xgboost-regression.json"})
    void inputsAreFoundByTheirNames(String file) {
        assertThat(imported(file, manifest("regression", "age", "income", "rooms"))
                        .goldenRows())
                .hasSize(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lightgbm-binary.txt", "xgboost-binary.json"})
    void treesThatKnowTheirTrainingRowsCanBeExplained(String file) {
        ModelBundle bundle = imported(file, manifest("binary", "income", "rooms", "age"));
        ModelExplainer explainer = bundle.newExplainer().orElseThrow();
        ModelScorer scorer = bundle.newScorer();

        double[] row = {0.5, Double.NaN, -1};
        double margin = explainer.base() + Arrays.stream(explainer.explain(row)).sum();

        assertThat(bundle.descriptor().link().score(margin)).isCloseTo(scorer.score(row), within(1e-12));
    }

    @Test
    void otherNamesAreNamed() {
        assertThatThrownBy(
                        () -> run("lightgbm-regression.txt", manifest("regression", "income", "room", "age", "floor")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("does not give: rooms (is it room?)")
                .hasMessageContaining("does not know: room, floor");
    }

    @Test
    void anotherNumberOfUnnamedInputsIsRefused() {
        assertThatThrownBy(() -> run("onnx-tree.onnx", manifest("regression", "income", "rooms")))
                .hasMessageContaining("3 inputs without names, expected 2")
                .hasMessageContaining("income, rooms");
    }

    @Test
    void aModelForAnotherTaskIsRefused() {
        assertThatThrownBy(() -> run("xgboost-binary.json", manifest("regression", "income", "rooms", "age")))
                .hasMessageContaining("two classes, expected one for regression");
    }

    @ParameterizedTest
    @CsvSource({
        "lightgbm-multiclass.txt, 1e-12",
        "lightgbm-one-vs-rest.txt, 1e-12",
        "xgboost-multiclass.json, 1e-6",
        "xgboost-multiclass.ubj, 1e-6",
        "onnx-forest-multiclass.onnx, 1e-6",
        "onnx-boosting-multiclass.onnx, 1e-6",
        "onnx-logistic-multiclass.onnx, 1e-6"
    })
    void predictsTheProbabilitiesOfAllClassesThatItsOwnToolPredicts(String file, double tolerance) {
        ModelManifest manifest = manifest("multiclass", "income", "rooms", "age");

        ModelBundle bundle = imported(file, manifest);

        ModelScorer scorer = bundle.newScorer();
        ReferenceRows reference = ReferenceRows.read(manifest, rows(file), "prediction");
        assertThat(reference.predictions()).hasSize(3 * 40);
        Set<Integer> answered = new HashSet<>();
        for (int i = 0; i < reference.rows().size(); i++) {
            assertThat(scorer.encode(reference.rows().get(i).values())).isNull();
            double score = scorer.score();
            for (int code = 0; code < 3; code++) {
                assertThat(scorer.probabilities()[code])
                        .isCloseTo(reference.predictions().get(3 * i + code), within(tolerance));
            }
            assertThat(score).isEqualTo(scorer.probabilities()[scorer.predictedClass()]);
            answered.add(scorer.predictedClass());
        }
        assertThat(answered).contains(0, 1);
        BundleVerifier.DEFAULT.verify(bundle, List.of());
    }

    @Test
    void classesInAnotherOrderAreFoundByTheirPredictions() {
        ModelManifest manifest = ManifestReader.read(
                "toy.yaml",
                manifest("multiclass", "income", "rooms", "age").yaml(),
                List.of("target.classes=[middle, low, high]"));

        ImportedModel imported = run("xgboost-multiclass.json", manifest);

        assertThat(imported.gates().approved()).isFalse();
        assertThat(imported.gates().verdict()).contains("the tool that trained it differ");
    }

    @Test
    void anotherNumberOfClassesIsRefused() {
        ModelManifest manifest = ManifestReader.read(
                "toy.yaml",
                manifest("multiclass", "income", "rooms", "age").yaml(),
                List.of("target.classes=[low, middle, high, highest]"));

        assertThatThrownBy(() -> run("lightgbm-multiclass.txt", manifest))
                .hasMessageContaining("Found a model of 3 classes, expected 4")
                .hasMessageContaining("in the model's order");
        assertThatThrownBy(() -> run("lightgbm-multiclass.txt", manifest("binary", "income", "rooms", "age")))
                .hasMessageContaining("three classes or more, expected one for two classes");
    }

    /// The manifest has the inputs in another order, and ONNX does not name them: only the rows can tell.
    @Test
    void aModelThatPredictsOtherwiseIsRegisteredAsRefused() {
        ImportedModel imported = run("onnx-tree.onnx", manifest("regression", "age", "income", "rooms"));

        assertThat(imported.gates().approved()).isFalse();
        assertThat(imported.gates().verdict()).contains("the tool that trained it differ");
        assertThat(imported.version().approved()).isFalse();
    }

    @Test
    void anImportedVersionCannotBeTrainedAgain() {
        ModelVersion version = run("lightgbm-regression.txt", manifest("regression", "income", "rooms", "age"))
                .version();
        DataLocator locator = new DataLocator(folder.resolve("cache"), List.of(), Progress.NONE);

        assertThatThrownBy(() -> new Rebuild(registry(), locator, Optional.empty(), 1).run(version, RunListener.NONE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("which was imported");
    }

    @Test
    void rowsWithoutPredictionsAreRefused() throws IOException {
        Path rows = folder.resolve("rows.csv");
        Files.writeString(rows, "income,rooms,age\n1,2,3\n");

        assertThatThrownBy(() -> new ModelImport(registry())
                        .run(
                                GOLDEN.resolve("onnx-tree.onnx"),
                                manifest("regression", "income", "rooms", "age"),
                                rows,
                                "prediction"))
                .hasMessageContaining("expected 'prediction' too");
        Files.writeString(rows, "income,rooms,age,prediction\n1,2,3,NaN\n");
        assertThatThrownBy(
                        () -> ReferenceRows.read(manifest("regression", "income", "rooms", "age"), rows, "prediction"))
                .hasMessageContaining("finite");
    }

    private ModelBundle imported(String file, ModelManifest manifest) {
        ImportedModel imported = run(file, manifest);
        assertThat(imported.gates().verdict()).isEqualTo("APPROVED");
        assertThat(imported.version().approved()).isTrue();
        return BundleCodec.read(
                registry().fetch(manifest.name(), imported.version().bundleSha256()),
                imported.version().bundleSha256());
    }

    private ImportedModel run(String file, ModelManifest manifest) {
        return new ModelImport(registry()).run(GOLDEN.resolve(file), manifest, rows(file), "prediction");
    }

    private ModelRegistry registry() {
        return new LocalDirectoryRegistry(folder.resolve("registry"));
    }

    private static Path rows(String file) {
        return GOLDEN.resolve(file.substring(0, file.indexOf('.')) + ".csv");
    }

    private static ModelManifest manifest(String task, String... features) {
        StringBuilder yaml = new StringBuilder("name: toy\ntask: " + task + "\n")
                .append("data: {source: \"synthetic:rows=400,seed=1\"}\n")
                .append(
                        switch (task) {
                            case "binary" -> "target: {name: y, classes: [no, yes]}\n";
                            case "multiclass" -> "target: {name: y, classes: [low, middle, high]}\n";
                            default -> "target: {name: y, unit: EUR, range: [-1000, 1000]}\n";
                        })
                .append("features:\n");
        for (String feature : features) {
            yaml.append("  ").append(feature).append(": {type: number, range: [-100, 100], typical: [0, 10]}\n");
        }
        yaml.append("selection: {folds: 3, algorithms: {lightgbm: {n_estimators: 20}}}\n")
                .append("gates: {latency_us: 100000}\n");
        return ManifestReader.read("toy.yaml", yaml.toString(), List.of());
    }
}
