package io.tidemark.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.manifest.Algorithm;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.Toys;
import io.tidemark.trainer.algorithm.Parameters;
import io.tidemark.trainer.data.TrainingTable;
import io.tidemark.trainer.step.StepPlan;
import io.tidemark.trainer.step.Steps;
import io.tidemark.trainer.sweep.SweepResult;
import io.tidemark.trainer.sweep.TrialRecord;
import io.tidemark.trainer.sweep.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TuningTest {
    private static final String SELECTION = "selection.algorithms={lightgbm: {n_estimators: 20, num_leaves: [4, 7]}}";
    private static final String SPACE = "sweep={trials: 12, patience: 20, algorithm: lightgbm, space: {"
            + "num_leaves: {int: [2, 15]}, learning_rate: {float: [0.02, 0.5], log: true}, n_estimators: 200}}";

    @TempDir
    private static Path cache = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void eachAlgorithmHasUsualParametersThatWork(Algorithm algorithm) {
        boolean binary = algorithm == Algorithm.LOGISTIC;
        String[] overrides = {"selection.algorithms={" + algorithm.key() + ": {}}", "sweep={trials: 4, patience: 10}"};
        TrainingResult result = train(binary ? Toys.binary(overrides) : Toys.regression(overrides), 2);

        TuningResult tuning = result.tuning().orElseThrow();
        assertThat(tuning.algorithm()).isEqualTo(algorithm);
        assertThat(tuning.sweep().trials()).hasSize(4);
        assertThat(tuning.sweep().count("failed")).isZero();
        assertThat(tuning.sweep().best()).isPresent();
    }

    @Test
    void theSelectionsCandidatesAreTriedFirstAndTheVersionGetsTheBest() {
        TrainingResult result = train(manifest(), 2);
        TuningResult tuning = result.tuning().orElseThrow();

        assertThat(tuning.sweep().trials().stream()
                        .filter(trial -> trial.origin() == TrialRecord.Origin.GIVEN)
                        .map(trial -> trial.parameters().get("num_leaves")))
                .containsExactlyInAnyOrder(4L, 7L);
        assertThat(tuning.isBetter()).isTrue();
        assertThat(SweepResult.value(tuning.sweep().best().orElseThrow())).isLessThan(tuning.selected());
        assertThat(tuning.parameters()).containsOnlyKeys("num_leaves", "learning_rate", "n_estimators");
        assertThat(result.bundle().descriptor().training().parameters()).isEqualTo(tuning.parameters());
        assertThat(tuning.metric()).isEqualTo("wmape");
    }

    @Test
    void theNumberOfTreesIsFoundAndItsValueIsTheCrossValidatedOne() {
        TuningResult tuning = train(manifest(), 2).tuning().orElseThrow();
        TrialRecord best = tuning.sweep().best().orElseThrow();
        long trees = best.found().getOrDefault("n_estimators", 0L);

        SelectionResult same = select(manifest(
                "selection.metric=wmape",
                "selection.algorithms={lightgbm: {n_estimators: " + trees + ", num_leaves: "
                        + best.parameters().get("num_leaves") + ", learning_rate: "
                        + best.parameters().get("learning_rate") + "}}"));

        assertThat(trees).isBetween(10L, 200L);
        assertThat(same.best().mean()).isCloseTo(SweepResult.value(best), within(1e-6));
    }

    @Test
    void aNumberOfTreesInTheSpaceIsTakenAsItIs() {
        TuningResult tuning = train(
                        Toys.regression(
                                SELECTION,
                                "sweep={trials: 5, algorithm: lightgbm, prune: none, space: {n_estimators: {int: [5, 25]}}}"),
                        1)
                .tuning()
                .orElseThrow();

        assertThat(tuning.sweep().trials()).allMatch(trial -> trial.found().isEmpty());
        assertThat(tuning.sweep().trials())
                .filteredOn(trial -> trial.result() instanceof TrialResult.Completed)
                .hasSize(5);
        assertThat(new Parameters(tuning.parameters()).count("n_estimators", 0)).isBetween(5, 25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gp", "tpe", "random"})
    void threadsChangeNothing(String method) {
        ModelManifest manifest = manifest("sweep.method=" + method, "sweep.parallel=3");

        assertThat(train(manifest, 3).sha256()).isEqualTo(train(manifest, 1).sha256());
    }

    @ParameterizedTest
    @ValueSource(strings = {"median", "asha"})
    void poorTrialsEndEarly(String rule) {
        TuningResult tuning = train(
                        Toys.regression(
                                SELECTION,
                                "sweep={trials: 25, patience: 40, prune: " + rule
                                        + ", algorithm: lightgbm, space: {num_leaves: {int: [2, 15]},"
                                        + " learning_rate: {float: [0.001, 0.5], log: true}, n_estimators: 200}}"),
                        2)
                .tuning()
                .orElseThrow();

        assertThat(tuning.sweep().count("pruned")).isGreaterThan(2);
        assertThat(tuning.sweep().trials())
                .filteredOn(trial -> trial.result() instanceof TrialResult.Pruned)
                .allSatisfy(trial -> assertThat(trial.curve().points()).isNotEmpty());
    }

    @Test
    void whereTheSelectionIsBetterItsBestIsFitted() {
        TrainingResult result = train(
                Toys.regression(
                        "selection.algorithms={lightgbm: {n_estimators: 60, learning_rate: 0.1}}",
                        "sweep={trials: 2, algorithm: lightgbm, space: {learning_rate: [0.0001, 0.0002], n_estimators: 10}}"),
                1);

        assertThat(result.tuning().orElseThrow().isBetter()).isFalse();
        assertThat(result.bundle().descriptor().training().parameters()).containsEntry("n_estimators", 60L);
    }

    /// The run is killed after some trials; the next one does not repeat what ended, and comes to the same version.
    @Test
    void aRunThatWasKilledGoesOnBehindItsLastTrial() throws IOException {
        ModelManifest manifest = manifest();
        TrainingResult whole = train(manifest, 1);
        List<String> heard = new ArrayList<>();
        RunListener power = (step, message, progress) -> {
            heard.add(message);
            if (message.contains("7 of 12")) {
                throw new PowerFailure();
            }
        };
        assertThatThrownBy(() -> new TrainingPipeline(job(manifest, Optional.of(folder), 2), power).run())
                .isInstanceOf(PowerFailure.class);
        Path journal = journal();
        // The line that was being written when the lights went out.
        Files.writeString(journal, Files.readString(journal) + "{\"trial\":9,\"ori");
        heard.clear();

        TrainingResult resumed = new TrainingPipeline(
                        job(manifest, Optional.of(folder), 2), (step, message, progress) -> heard.add(message))
                .run();

        assertThat(heard).contains("lightgbm, 7 of 12 trials").doesNotContain("lightgbm, 6 of 12 trials");
        assertThat(resumed.sha256()).isEqualTo(whole.sha256());
        assertThat(resumed.tuning().orElseThrow().parameters())
                .isEqualTo(whole.tuning().orElseThrow().parameters());
    }

    @Test
    void otherDataOrSettingsBeginAJournalOfTheirOwn() throws IOException {
        TrainingResult unused = new TrainingPipeline(job(manifest(), Optional.of(folder), 2), RunListener.NONE).run();
        unused = new TrainingPipeline(job(manifest("split.seed=8"), Optional.of(folder), 2), RunListener.NONE).run();
        unused =
                new TrainingPipeline(job(manifest("sweep.method=tpe"), Optional.of(folder), 2), RunListener.NONE).run();

        assertThat(unused.tuning()).isPresent();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(file -> file.endsWith("trials.jsonl"))).hasSize(3);
        }
    }

    @Test
    void anInterruptedSweepGivesUp() {
        RunListener impatient = (step, message, progress) -> {
            if (message.contains("3 of 12")) {
                Thread.currentThread().interrupt();
            }
        };
        try {
            assertThatThrownBy(() -> new TrainingPipeline(job(manifest(), Optional.empty(), 2), impatient).run())
                    .isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private Path journal() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("trials.jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static ModelManifest manifest(String... overrides) {
        List<String> all = new ArrayList<>(List.of(SELECTION, SPACE));
        all.addAll(List.of(overrides));
        return Toys.regression(all.toArray(String[]::new));
    }

    private static SelectionResult select(ModelManifest manifest) {
        TrainingTable table = Toys.rows(manifest, cache);
        FitRows rows = FitRows.of(
                table,
                RowSplit.of(
                        table,
                        manifest.task(),
                        manifest.split().test(),
                        manifest.split().seed()),
                Optional.empty(),
                manifest.retrain());
        try (Workers workers = new Workers(1);
                Folds folds = Folds.of(manifest, rows, workers)) {
            return new Selection(manifest, folds, workers, RunListener.NONE, "wmape").run();
        }
    }

    private static TrainingResult train(ModelManifest manifest, int threads) {
        return new TrainingPipeline(job(manifest, Optional.empty(), threads), RunListener.NONE).run();
    }

    private static TrainingJob job(ModelManifest manifest, Optional<Path> folder, int threads) {
        return new TrainingJob(
                "run",
                manifest,
                Toys.data(manifest, cache),
                Toys.rows(manifest, cache),
                Optional.empty(),
                Optional.empty(),
                folder.map(store -> Steps.in(store, StepPlan.ALL)).orElseGet(Steps::unkept),
                threads);
    }

    private static final class PowerFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void candidatesBecomePointsOfTheSpace() {
        ModelManifest manifest = manifest();
        SweepSpaces spaces = SweepSpaces.of(manifest.sweep().orElseThrow(), Algorithm.LIGHTGBM);

        assertThat(spaces.nearest(Map.of("num_leaves", 99L, "learning_rate", 0.1, "reg_lambda", 3.0)))
                .contains(Map.of("num_leaves", 15L, "learning_rate", 0.1));
        assertThat(spaces.nearest(Map.of()).orElseThrow()).containsEntry("num_leaves", 9L);
        assertThat(spaces.fixed()).isEqualTo(Map.of("n_estimators", 200L));
    }
}
