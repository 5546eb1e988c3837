package io.tidemark.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.trainer.Toys;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.Progress;
import io.tidemark.trainer.pipeline.RunListener;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.pipeline.TuningResult;
import io.tidemark.trainer.step.PipelineStep;
import io.tidemark.trainer.step.StepPlan;
import io.tidemark.trainer.step.StepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingServiceTest {
    @TempDir
    Path folder;

    private ModelRegistry registry = new LocalDirectoryRegistry(Path.of("unused"));

    @BeforeEach
    void open() {
        registry = new LocalDirectoryRegistry(folder.resolve("registry"));
    }

    @Test
    void aRunEndsInTheRegistryWithItsBundleAndWhatIsKnownOfIt() {
        RegisteredRun run = train("run-1", Toys.regression());

        ModelVersion version = run.version();
        assertThat(version.version()).isEqualTo(1);
        assertThat(version.approved()).isTrue();
        assertThat(version.runId()).isEqualTo("run-1");
        assertThat(version.metrics()).containsKey("mae");
        assertThat(version.tags())
                .containsEntry("data", "synthetic:rows=400,seed=1")
                .containsEntry("verdict", "APPROVED")
                .containsKeys("data_sha256", "algorithm")
                .doesNotContainKey("replayed_rows");
        assertThat(BundleCodec.read(registry.fetch("toy", version.bundleSha256()), version.bundleSha256())
                        .descriptor())
                .isEqualTo(run.result().orElseThrow().bundle().descriptor());
        assertThat(registry.aliases("toy")).as("activation is somebody else's").isEmpty();
    }

    @Test
    void aRunThatIsRegisteredAlreadyIsNotRunAgain() {
        RegisteredRun first = train("run-1", Toys.regression());
        List<RunListener.Step> steps = new ArrayList<>();

        RegisteredRun again = service()
                .train(
                        order("run-1", Toys.regression("split.seed=99"), OptionalInt.empty()),
                        (step, m, p) -> steps.add(step));

        assertThat(again.version()).isEqualTo(first.version());
        assertThat(again.result()).isEmpty();
        assertThat(steps).isEmpty();
        assertThat(registry.versions("toy")).hasSize(1);
    }

    /// Missing values to fill in by each method, clusters by score, a sweep: everything that is kept between runs.
    private static final String[] EVERYTHING = {
        "preprocessing.imputation=compare",
        "preprocessing.clusters=[{name: place, of: [a, b], k: [2, 4], by: score}]",
        "sweep={trials: 6, algorithm: lightgbm, space: {learning_rate: [0.05, 0.3], n_estimators: 20}}"
    };

    @Test
    void whatAnEarlierRunDidIsTakenAndTheBundleIsTheSame() {
        RegisteredRun first = train("run-1", Toys.regression(EVERYTHING));
        RegisteredRun second = train("run-2", Toys.regression(EVERYTHING));

        assertThat(states(first.steps()))
                .containsExactly(
                        "download done",
                        "split done",
                        "preprocess done",
                        "features done",
                        "select done",
                        "sweep done",
                        "fit done",
                        "register done");
        assertThat(states(second.steps()))
                .containsExactly(
                        "download done",
                        "split unchanged",
                        "preprocess unchanged",
                        "features unchanged",
                        "select unchanged",
                        "sweep unchanged",
                        "fit done",
                        "register done");
        TrainingResult before = first.result().orElseThrow();
        TrainingResult after = second.result().orElseThrow();
        assertThat(second.version().bundleSha256()).isEqualTo(first.version().bundleSha256());
        assertThat(after.selection()).isEqualTo(before.selection());
        assertThat(after.imputations()).isNotEmpty().isEqualTo(before.imputations());
        assertThat(after.clusters()).isNotEmpty().isEqualTo(before.clusters());
        assertThat(after.clusterTrials()).hasSize(3).isEqualTo(before.clusterTrials());
        TuningResult tuning = after.tuning().orElseThrow();
        assertThat(tuning.sweep().trials())
                .isEqualTo(before.tuning().orElseThrow().sweep().trials());
        assertThat(tuning.score()).isEqualTo(before.tuning().orElseThrow().score());
    }

    @Test
    void whatASettingDoesNotTouchIsTaken() {
        RegisteredRun first = train("run-1", Toys.regression());

        assertThat(states(first.steps())).contains("features done", "select done");
        assertThat(states(train("run-2", Toys.regression("selection.folds=4")).steps()))
                .contains("features unchanged", "select done");
        assertThat(states(train("run-3", Toys.regression("split.seed=8")).steps()))
                .contains("split done", "preprocess done", "features done", "select done");
        assertThat(states(train("run-4", Toys.regression("gates.limits={r2: 0.5}"))
                        .steps()))
                .contains("select unchanged");
    }

    @Test
    void aPlannedRunEndsWhereItsPlanEndsAndRegistersNothing() throws IOException {
        RunOutcome outcome = service()
                .run(
                        order("run-1", Toys.regression(), OptionalInt.empty()),
                        StepPlan.of(List.of(PipelineStep.SELECT), Optional.empty(), false),
                        RunListener.NONE);

        assertThat(states(outcome.steps()))
                .containsExactly("download done", "split done", "preprocess done", "features done", "select done");
        assertThat(outcome.result()).isEmpty();
        assertThat(outcome.version()).isEmpty();
        assertThat(registry.versions("toy")).isEmpty();
        assertThat(Files.readString(Path.of(outcome.steps().getLast().output()).resolve("candidates.csv")))
                .contains("lightgbm");
        RunOutcome filled = service()
                .run(
                        order("run-2", Toys.regression(), OptionalInt.empty()),
                        StepPlan.of(List.of(PipelineStep.PREPROCESS), Optional.empty(), false),
                        RunListener.NONE);
        assertThat(Files.readAllLines(Path.of(filled.steps().getLast().output()).resolve("preprocessed.csv")))
                .hasSize(1 + 300)
                .startsWith("a,b,c,d,e,y,weight")
                .noneMatch(line -> line.contains("NaN"));
        RunOutcome derived = service()
                .run(
                        order("run-2", Toys.regression(), OptionalInt.empty()),
                        StepPlan.of(List.of(PipelineStep.FEATURES), Optional.empty(), false),
                        RunListener.NONE);
        assertThat(Files.readAllLines(
                        Path.of(derived.steps().getLast().output()).resolve("features.csv")))
                .hasSize(1 + 300)
                .first()
                .asString()
                .contains("a_per_b");
        RunOutcome fitted = service()
                .run(
                        order("run-2", Toys.regression(), OptionalInt.empty()),
                        StepPlan.of(List.of(PipelineStep.FIT), Optional.of(PipelineStep.SELECT), false),
                        RunListener.NONE);
        assertThat(states(fitted.steps())).endsWith("features unchanged", "select done", "fit done");
        assertThat(fitted.folder().resolve("report.html")).exists();
        assertThat(Files.readString(fitted.folder().resolve("steps.json"))).contains("\"unchanged\"");
        assertThat(registry.versions("toy")).isEmpty();
    }

    private static List<String> states(List<StepRecord> steps) {
        return steps.stream()
                .map(step -> step.step() + " " + step.state().key())
                .toList();
    }

    @Test
    void aRefusedVersionIsRegisteredAsRefused() {
        RegisteredRun run = train("run-1", Toys.regression("gates.limits={r2: 0.99999}"));

        assertThat(run.version().approved()).isFalse();
        assertThat(run.version().tags().get("verdict")).startsWith("REJECTED: r2 is ");
    }

    @Test
    void theRunsFolderHoldsTheEvidence() throws IOException {
        RegisteredRun run = train("run-1", Toys.regression());

        assertThat(run.folder()).isEqualTo(folder.resolve("runs").resolve("toy").resolve("run-1"));
        assertThat(Files.readString(run.folder().resolve("metrics.json")))
                .contains("\"bundle_sha256\" : \"" + run.version().bundleSha256() + "\"")
                .contains("\"rows_are\" : \"test split\"");
        assertThat(Files.readString(run.folder().resolve("gates.json"))).contains("\"verdict\" : \"APPROVED\"");
        assertThat(Files.readAllLines(run.folder().resolve("candidates.csv"))).hasSize(1 + 3);
        List<String> splits = Files.readAllLines(run.folder().resolve("splits.csv"));
        assertThat(splits).hasSize(1 + 400);
        assertThat(splits).filteredOn(line -> line.endsWith(",test")).hasSize(100);
        assertThat(Files.readAllLines(run.folder().resolve("predictions-test.csv")))
                .hasSize(1 + 100);
        assertThat(ManifestReader.read(run.folder().resolve("manifest.yaml"), List.of()))
                .isEqualTo(Toys.regression());
    }

    @Test
    void theRegistrysChampionIsTheOneToBeat() {
        train("run-1", Toys.regression());
        registry.setAlias("toy", ModelRegistry.CHAMPION, 1, "test", "first");

        RegisteredRun second = train("run-2", Toys.regression());

        assertThat(gates(second)).contains("champion");
    }

    @Test
    void aChampionWhoseBundleIsGoneDoesNotKeepASuccessorFromComing() throws IOException {
        ModelVersion champion = train("run-1", Toys.regression()).version();
        registry.setAlias("toy", ModelRegistry.CHAMPION, 1, "test", "first");
        try (Stream<Path> files = Files.walk(folder.resolve("registry"))) {
            for (Path file : files.filter(file -> file.toString().contains(champion.bundleSha256()))
                    .filter(Files::isRegularFile)
                    .toList()) {
                Files.delete(file);
            }
        }

        RegisteredRun second = train("run-2", Toys.regression());

        assertThat(second.version().approved()).isTrue();
        assertThat(gates(second)).doesNotContain("champion");
    }

    @Test
    void anOrderMayNameAnotherChampion() {
        train("run-1", Toys.regression());

        RegisteredRun second = service().train(order("run-2", Toys.regression(), OptionalInt.of(1)), RunListener.NONE);
        RegisteredRun third = service().train(order("run-3", Toys.regression(), OptionalInt.of(77)), RunListener.NONE);

        assertThat(gates(second)).contains("champion");
        assertThat(gates(third)).as("there is no version 77").doesNotContain("champion");
    }

    @Test
    void dataWithoutTheTargetIsRefusedByItsColumn() throws IOException {
        Path file = Files.writeString(folder.resolve("toy.csv"), "a,b,c,d,e\n1,2,x,true,3\n2,3,x,true,3\n");

        assertThatThrownBy(() -> train("run-1", Toys.regression("data.source=" + file)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("target y: found no such column");
        assertThat(registry.versions("toy")).isEmpty();
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    /// The second source is the first one's rows as they are kept: the model is the same.
    @Test
    void rowsAreKeptAsParquetAndTrainTheSameModel() throws IOException {
        StringBuilder csv = new StringBuilder("a,b,c,d,e,y\n");
        for (int i = 0; i < 140; i++) {
            csv.append(i % 10)
                    .append(", ")
                    .append(i % 7)
                    .append(".50,x,yes,0")
                    .append(i % 9)
                    .append(',');
            csv.append(i % 10 * 5).append('\n');
        }
        Path file = Files.writeString(folder.resolve("toy.csv"), csv);
        RegisteredRun first = train("run-1", Toys.regression("data.source=" + file));
        Path kept = folder.resolve("cache")
                .resolve("raw")
                .resolve(first.version().tags().get("data_sha256") + ".parquet");
        assertThat(kept).exists();

        RegisteredRun second = train("run-2", Toys.regression("data.source=" + kept));

        assertThat(first.version().tags()).containsEntry("data", file.toString());
        assertThat(second.version().metrics()).isEqualTo(first.version().metrics());
        for (String evidence : List.of("splits.csv", "predictions-test.csv")) {
            assertThat(second.folder().resolve(evidence))
                    .hasSameTextualContentAs(first.folder().resolve(evidence));
        }
        assertThat(Files.readAllLines(first.folder().resolve("splits.csv")).get(1))
                .startsWith("2,");
    }

    @Test
    void idsOfRowsComeFromTheirColumn() throws IOException {
        StringBuilder csv = new StringBuilder("key,a,b,c,d,e,y\n");
        for (int i = 0; i < 140; i++) {
            csv.append("\"k, ")
                    .append(i)
                    .append("\",")
                    .append(i % 10)
                    .append(',')
                    .append(i % 7)
                    .append(",x,true,3,")
                    .append(i % 10 * 5)
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("toy.csv"), csv);

        RegisteredRun run = train("run-1", Toys.regression("data.source=" + file, "data.id=key"));

        assertThat(Files.readAllLines(run.folder().resolve("splits.csv")))
                .contains("row,split")
                .anyMatch(line -> line.equals("\"k, 0\",train") || line.equals("\"k, 0\",test"));
    }

    @Test
    void freshIdsDiffer() {
        assertThat(RunIds.fresh("toy")).startsWith("toy-").isNotEqualTo(RunIds.fresh("toy"));
    }

    private static List<String> gates(RegisteredRun run) {
        return run.result().orElseThrow().gates().findings().stream()
                .map(finding -> finding.gate())
                .toList();
    }

    private RegisteredRun train(String runId, ModelManifest manifest) {
        return service().train(order(runId, manifest, OptionalInt.empty()), RunListener.NONE);
    }

    private TrainingService service() {
        return new TrainingService(
                registry,
                new DataLocator(folder.resolve("cache"), List.of(), Progress.NONE),
                folder.resolve("runs"),
                2);
    }

    private static TrainingOrder order(String runId, ModelManifest manifest, OptionalInt champion) {
        return new TrainingOrder(runId, manifest, Optional.empty(), Optional.empty(), champion);
    }
}
