package io.tidemark.trainer.adopt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.registry.Sha256;
import io.tidemark.registry.foreign.ForeignImport;
import io.tidemark.registry.foreign.ForeignImport.Outcome;
import io.tidemark.registry.foreign.ForeignVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Folders as `log_model` leaves them, around the golden models.
class LoggedModelImportTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "import");

    @TempDir
    private Path manifests;

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, byte[]> run = new TreeMap<>();

    @BeforeEach
    void manifest() throws IOException {
        write("income", "rooms", "age");
    }

    @ParameterizedTest
    @CsvSource({
        "lightgbm, lightgbm-regression.txt, model.lgb, LightGBM text",
        "xgboost, xgboost-regression.json, model.json, XGBoost JSON",
        "xgboost, xgboost-regression.ubj, model.ubj, XGBoost UBJSON",
        "onnx, onnx-forest.onnx, model.onnx, ONNX TreeEnsembleRegressor"
    })
    void aLoggedModelBecomesABundleThatScorersTake(String flavour, String golden, String file, String format)
            throws IOException {
        log(flavour, golden, file, signature("income", "rooms", "age"));

        Outcome.Made made = made();

        ModelBundle bundle = BundleCodec.read(made.bundle(), Sha256.of(made.bundle()));
        BundleVerifier.DEFAULT.verify(bundle, List.of());
        assertThat(bundle.goldenRows()).hasSize(40);
        assertThat(made.tags())
                .containsEntry("imported_from", format)
                .containsEntry("compared_rows", "40")
                .containsEntry("verdict", "APPROVED")
                .containsEntry("imported_sha256", Sha256.of(Objects.requireNonNull(files.get(file))));
        assertThat(made().bundle()).as("the same again").isEqualTo(made.bundle());
    }

    /// ONNX does not name its inputs: without the signature they would be taken in the manifest's order.
    @Test
    void aSignatureNamesTheInputsOfAModelThatDoesNot() throws IOException {
        write("age", "income", "rooms");
        log("onnx", "onnx-forest.onnx", "model.onnx", signature("income", "rooms", "age"));
        assertThat(made().bundle()).isNotEmpty();

        log("onnx", "onnx-forest.onnx", "model.onnx", "");
        assertThat(refused()).contains("Its gates refused it.", "the tool that trained it differ");
    }

    @Test
    void aSignatureOfOtherInputsIsRefused() throws IOException {
        log("lightgbm", "lightgbm-regression.txt", "model.lgb", signature("income", "rooms", "floor"));
        assertThat(refused()).contains("income, rooms, floor in its signature", "expected those of the model");

        log("onnx", "onnx-forest.onnx", "model.onnx", signature("income", "rooms"));
        assertThat(refused()).contains("income, rooms in its signature", "3 without names");
    }

    @Test
    void aSignatureOfATensorNamesNothing() throws IOException {
        log("lightgbm", "lightgbm-regression.txt", "model.lgb", """
                signature:
                  inputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 3]}}]'
                """);
        assertThat(made().bundle()).isNotEmpty();
    }

    @Test
    void withoutReferenceRowsItSaysWhatToLog() throws IOException {
        log("lightgbm", "lightgbm-regression.txt", "model.lgb", "");
        byte[] rows = Objects.requireNonNull(files.remove("tidemark/reference.csv"));

        assertThat(refused())
                .contains(
                        "expected the artifact tidemark/reference.csv",
                        "column 'prediction'",
                        "mlflow.log_artifact('reference.csv', 'tidemark', run_id=RUN_ID)");

        String before = fingerprint();
        run.put("tidemark/reference.csv", rows);
        assertThat(fingerprint()).as("it is looked at again").isNotEqualTo(before);
        assertThat(made().bundle()).as("rows in the run").isNotEmpty();
        run.clear();
        files.put("extra_files/reference.csv", rows);
        assertThat(made().bundle()).as("rows given to log_model").isNotEmpty();
    }

    @Test
    void rowsThatSayOtherwiseAreRefused() throws IOException {
        log("lightgbm", "lightgbm-regression.txt", "model.lgb", "");
        files.put("tidemark/reference.csv", Files.readAllBytes(GOLDEN.resolve("onnx-tree.csv")));
        assertThat(refused()).contains("Its gates refused it.", "the tool that trained it differ");

        files.put("tidemark/reference.csv", "income,rooms,age\n1,2,3\n".getBytes(UTF_8));
        assertThat(refused()).contains("in tidemark/reference.csv, expected 'prediction' too");

        files.put("tidemark/reference.csv", "PAR1 and so on".getBytes(UTF_8));
        assertThat(refused()).contains("expected CSV");
    }

    @Test
    void aPickleIsNeverRead() throws IOException {
        log("lightgbm", "lightgbm-regression.txt", "model.pkl", "");
        assertThat(refused()).contains("a Python object, which is not opened", "model.booster_");
        log("lightgbm", "lightgbm-regression.txt", "model.skops", "");
        assertThat(refused()).contains("model.booster_");
        log("sklearn", "lightgbm-regression.txt", "model.pkl", "");
        MemoryFiles memory = new MemoryFiles(files);
        assertThat(refused(memory)).contains("Found a model of the flavours python_function, sklearn");
        assertThat(memory.read()).containsExactly("MLmodel");
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd, expected the name of one beside MLmodel",
        "'', expected the name of one beside MLmodel",
        "absent.lgb, expected absent.lgb among them"
    })
    void aFileThatIsNotBesideItIsRefused(String file, String reason) throws IOException {
        log("lightgbm", "lightgbm-regression.txt", "model.lgb", "");
        String yaml = new String(Objects.requireNonNull(files.get("MLmodel")), UTF_8).replace("data: model.lgb", "data: '" + file + "'");
        files.put("MLmodel", yaml.getBytes(UTF_8));

        assertThat(refused()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({"'[1, 2', is no YAML", "hello, Found no section in the whole", "'flavors: 3', in flavors", "'', flavors"
    })
    void aDamagedDescriptionIsRefused(String yaml, String reason) throws IOException {
        log("lightgbm", "lightgbm-regression.txt", "model.lgb", "");
        files.put("MLmodel", yaml.getBytes(UTF_8));

        assertThat(refused()).contains(reason);
    }

    @Test
    void aDescriptionThatIsNestedWithoutEndIsRefused() throws IOException {
        log("lightgbm", "lightgbm-regression.txt", "model.lgb", "");
        files.put("MLmodel", "[".repeat(LoggedModel.MAX_BYTES - 1).getBytes(UTF_8));

        assertThat(refused()).contains("MLmodel");
    }

    @Test
    void aFolderWithoutADescriptionIsRefused() {
        assertThat(refused()).contains("expected MLmodel among them");
    }

    @Test
    void aModelThatIsTooLargeIsNotFetched() throws IOException {
        log("lightgbm", "lightgbm-regression.txt", "model.lgb", "");
        files.put("model.lgb", new byte[(int) LoggedModelImport.MAX_MODEL_BYTES + 1]);
        MemoryFiles memory = new MemoryFiles(files);

        assertThat(refused(memory)).contains("expected at most", "`tidemark import` on a copy");
        assertThat(memory.read()).containsExactly("MLmodel");
    }

    @Test
    void aFaultyManifestIsRefusedUntilItIsMended() throws IOException {
        log("lightgbm", "lightgbm-regression.txt", "model.lgb", "");
        String before = fingerprint();
        Files.writeString(manifests.resolve("toy.yaml"), "name: toy\nnonsense: 3\n");
        assertThat(refused()).contains("nonsense");
        assertThat(fingerprint()).isNotEqualTo(before);
    }

    @Test
    void whatAnImportLeavesIsNoNews() throws IOException {
        log("lightgbm", "lightgbm-regression.txt", "model.lgb", "");
        String before = fingerprint();
        files.put("tidemark/" + "a".repeat(64) + ".bundle", new byte[7]);

        assertThat(fingerprint()).isEqualTo(before);
    }

    @Test
    void onlyModelsWithAManifestAreKnown() {
        assertThat(imports().knows("toy")).isTrue();
        assertThat(imports().knows("other")).isFalse();
        assertThat(imports().knows("../toy")).isFalse();
    }

    @Test
    void theRegistryFindsIt() {
        assertThat(ForeignImport.find(manifests, List.of()))
                .hasValueSatisfying(found -> assertThat(found.knows("toy")).isTrue());
    }

    private void log(String flavour, String golden, String file, String signature) throws IOException {
        files.clear();
        files.put(file, Files.readAllBytes(GOLDEN.resolve(golden)));
        files.put(
                "tidemark/reference.csv",
                Files.readAllBytes(GOLDEN.resolve(golden.substring(0, golden.indexOf('.')) + ".csv")));
        String yaml = """
                flavors:
                  python_function:
                    loader_module: mlflow.%1$s
                    data: %2$s
                  %1$s:
                    code: null
                    data: %2$s
                    model_class: some.Model
                mlflow_version: 3.17.2
                """.formatted(flavour, file) + signature;
        files.put("MLmodel", yaml.getBytes(UTF_8));
    }

    private static String signature(String... names) {
        StringBuilder columns = new StringBuilder();
        for (String name : names) {
            columns.append(columns.isEmpty() ? "" : ", ")
                    .append("{\"type\": \"double\", \"name\": \"")
                    .append(name)
                    .append("\", \"required\": true}");
        }
        return "signature:\n  inputs: '[" + columns + "]'\n  outputs: null\n";
    }

    private Outcome.Made made() {
        Outcome outcome = imports().run(version(new MemoryFiles(files)));
        assertThat(outcome).isInstanceOf(Outcome.Made.class);
        return (Outcome.Made) outcome;
    }

    private String refused() {
        return refused(new MemoryFiles(files));
    }

    private String refused(MemoryFiles memory) {
        Outcome outcome = imports().run(version(memory));
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).reason();
    }

    private String fingerprint() {
        return imports().fingerprint(version(new MemoryFiles(files)));
    }

    private ForeignVersion version(MemoryFiles memory) {
        return new ForeignVersion("toy", 3, memory, Optional.of(new MemoryFiles(run)));
    }

    private ForeignImport imports() {
        return new LoggedModelImports().open(manifests, List.of());
    }

    private void write(String... features) throws IOException {
        StringBuilder yaml = new StringBuilder("""
                name: toy
                task: regression
                data: {source: "synthetic:rows=400,seed=1"}
                target: {name: y, unit: EUR, range: [-1000, 1000]}
                features:
                """);
        for (String feature : features) {
            yaml.append("  ").append(feature).append(": {type: number, range: [-100, 100], typical: [0, 10]}\n");
        }
        yaml.append("selection: {folds: 3, algorithms: {lightgbm: {n_estimators: 20}}}\n")
                .append("gates: {latency_us: 100000}\n");
        Files.writeString(manifests.resolve("toy.yaml"), yaml.toString());
    }
}
