package io.tidemark.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.GoldenRow;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.Toys;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.ReplayedRows;
import io.tidemark.trainer.data.TrainingTable;
import io.tidemark.trainer.gates.GateFinding;
import io.tidemark.trainer.step.Steps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingPipelineTest {
    @TempDir
    static Path cache;

    static Stream<Arguments> models() {
        return Stream.of(
                        "lightgbm: {n_estimators: 20, subsample: 0.8}",
                        "random_forest: {n_estimators: 10}",
                        "extra_trees: {n_estimators: 10}",
                        "gradient_boosting: {n_estimators: 20}",
                        "decision_tree: {max_depth: 6}",
                        "ridge: {}",
                        "lasso: {}",
                        "logistic: {}")
                .flatMap(algorithm -> Stream.of(true, false)
                        .filter(binary -> !algorithm.startsWith(binary ? "ridge" : "logistic"))
                        .filter(binary -> !(binary && algorithm.startsWith("lasso")))
                        .map(binary -> Arguments.of(algorithm, binary)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void equalJobsGiveEqualBundlesWhateverTheThreads(String algorithm, boolean binary) {
        ModelManifest manifest = manifest(binary, "selection.algorithms={" + algorithm + "}");

        TrainingResult first = train(manifest, 1, Optional.empty(), Optional.empty());
        TrainingResult again = train(manifest, 1, Optional.empty(), Optional.empty());
        TrainingResult threads = train(manifest, 3, Optional.empty(), Optional.empty());

        assertThat(again.sha256()).isEqualTo(first.sha256());
        assertThat(threads.sha256()).isEqualTo(first.sha256());
        assertThat(Sha256.of(first.file())).isEqualTo(first.sha256());
    }

    @ParameterizedTest
    @MethodSource("models")
    void theBundleAnswersAsItWasEvaluated(String algorithm, boolean binary) {
        ModelManifest manifest = manifest(binary, "selection.algorithms={" + algorithm + "}");
        TrainingResult result = train(manifest, 2, Optional.empty(), Optional.empty());

        ModelBundle bundle = BundleCodec.read(result.file(), result.sha256());

        BundleVerifier.DEFAULT.verify(bundle, List.of());
        ModelScorer scorer = bundle.newScorer();
        TrainingTable rows = Toys.rows(manifest, cache);
        int[] test = result.split().test();
        double[] raw = new double[manifest.features().size()];
        for (int i = 0; i < test.length; i++) {
            rows.features().row(test[i], raw);
            assertThat(scorer.score(raw)).isEqualTo(result.evaluation().score(i));
            assertThat(result.evaluation().actual(i)).isEqualTo(rows.target(test[i]));
            assertThat(result.evaluation().id(i)).isEqualTo(rows.id(test[i]));
        }
        assertThat(result.gates().approved()).as(result.gates().verdict()).isTrue();
    }

    @Test
    void anotherSeedGivesAnotherBundle() {
        assertThat(train(manifest(false, "split.seed=8"), 1, Optional.empty(), Optional.empty())
                        .sha256())
                .isNotEqualTo(train(manifest(false), 1, Optional.empty(), Optional.empty())
                        .sha256());
    }

    @Test
    void theBundleSaysHowItCameAbout() {
        ModelManifest manifest = manifest(false);
        TrainingResult result = train(manifest, 2, Optional.empty(), Optional.empty());

        var descriptor = result.bundle().descriptor();
        var training = descriptor.training();
        assertThat(descriptor.model()).isEqualTo("toy");
        assertThat(descriptor.unit()).isEqualTo("EUR");
        assertThat(descriptor.threshold()).isEmpty();
        assertThat(training.algorithm())
                .isEqualTo(result.candidates().getFirst().algorithm().key());
        assertThat(training.data()).isEqualTo("synthetic:rows=400,seed=1");
        assertThat(training.dataSha256()).isEqualTo(Toys.data(manifest, cache).sha256());
        assertThat(training.rows()).isEqualTo(300);
        assertThat(training.seed()).isEqualTo(7);
        assertThat(training.replay()).isEmpty();
        assertThat(training.metrics()).isEqualTo(result.metrics()).containsKeys("mae", "r2", "wmape");
        assertThat(training.libraries())
                .allSatisfy((name, version) -> assertThat(version).matches("\\d.*"));
        assertThat(ManifestReader.read("bundle", result.bundle().manifest(), List.of()))
                .isEqualTo(manifest);
        assertThat(result.bundle().profile().rows()).isEqualTo(300);
        assertThat(result.bundle().profile().predictions().rows()).isEqualTo(100);
    }

    @Test
    void twoClassesHaveAThreshold() {
        assertThat(train(manifest(true), 2, Optional.empty(), Optional.empty())
                        .bundle()
                        .descriptor()
                        .threshold())
                .contains(0.5);
        assertThat(train(manifest(true, "target.threshold=0.3"), 2, Optional.empty(), Optional.empty())
                        .bundle()
                        .descriptor()
                        .threshold())
                .contains(0.3);
    }

    @Test
    void goldenRowsSpanTheScores() {
        TrainingResult result = train(manifest(false), 2, Optional.empty(), Optional.empty());
        double[] scores = new double[result.evaluation().rows()];
        Arrays.setAll(scores, result.evaluation()::score);
        List<GoldenRow> golden = result.bundle().goldenRows();

        assertThat(golden).hasSize(64);
        assertThat(golden.stream().mapToDouble(GoldenRow::score).min().orElseThrow())
                .isCloseTo(Arrays.stream(scores).min().orElseThrow(), within(1e-6));
        assertThat(golden.stream().mapToDouble(GoldenRow::score).max().orElseThrow())
                .isCloseTo(Arrays.stream(scores).max().orElseThrow(), within(1e-6));
    }

    @Test
    void replayedRowsAreFittedJudgeAndAreToldInTheBundle() {
        ModelManifest manifest = manifest(false);
        ReplayedRows replay =
                Tables.replayed(Toys.rows(Toys.regression("data.source=\"synthetic:rows=100,seed=2\""), cache));

        TrainingResult result = train(manifest, 2, Optional.of(replay), Optional.empty());

        assertThat(result.evaluation().isRecent()).isTrue();
        assertThat(result.evaluation().rows()).isEqualTo(20);
        assertThat(result.bundle().descriptor().training().rows()).isEqualTo(380);
        assertThat(result.bundle().descriptor().training().replay()).contains(replay.replay());
        assertThat(result.bundle().profile().rows()).isEqualTo(80);
    }

    @Test
    void replayedRowsThatWereNotUsedAreNotTold() {
        ReplayedRows replay =
                Tables.replayed(Toys.rows(Toys.regression("data.source=\"synthetic:rows=49,seed=2\""), cache));

        TrainingResult with = train(manifest(false), 2, Optional.of(replay), Optional.empty());

        assertThat(with.bundle().descriptor().training().replay()).isEmpty();
        assertThat(with.sha256())
                .isEqualTo(train(manifest(false), 2, Optional.empty(), Optional.empty())
                        .sha256());
    }

    @Test
    void theNewcomerIsHeldAgainstTheChampionOnTheSameRows() {
        TrainingResult champion = train(manifest(false), 2, Optional.empty(), Optional.empty());
        ModelManifest worse =
                manifest(false, "selection.algorithms={lightgbm: {n_estimators: 1, learning_rate: 0.001}}");

        TrainingResult newcomer = train(worse, 2, Optional.empty(), Optional.of(champion.bundle()));
        TrainingResult equal = train(manifest(false), 2, Optional.empty(), Optional.of(champion.bundle()));

        assertThat(finding(newcomer, "champion").passed()).isFalse();
        assertThat(newcomer.gates().approved()).isFalse();
        assertThat(newcomer.gates().verdict()).startsWith("REJECTED: mae is ");
        assertThat(finding(equal, "champion").passed()).isTrue();
        assertThat(finding(equal, "champion").message()).contains("on the same 100 test rows");
    }

    @Test
    void progressGoesForwardThroughAllSteps() {
        List<RunListener.Step> steps = new ArrayList<>();
        List<Double> progress = new ArrayList<>();
        ModelManifest manifest = manifest(false);
        new TrainingPipeline(job(manifest, 2, Optional.empty(), Optional.empty()), (step, message, share) -> {
                    steps.add(step);
                    progress.add(share);
                })
                .run();

        assertThat(progress).isSorted().allSatisfy(share -> assertThat(share).isBetween(0.0, 1.0));
        assertThat(steps.stream().distinct())
                .containsExactly(
                        RunListener.Step.SPLIT,
                        RunListener.Step.PREPROCESS,
                        RunListener.Step.FEATURES,
                        RunListener.Step.SELECT,
                        RunListener.Step.FIT,
                        RunListener.Step.EVALUATE,
                        RunListener.Step.GATES);
    }

    private static GateFinding finding(TrainingResult result, String gate) {
        return result.gates().findings().stream()
                .filter(finding -> finding.gate().equals(gate))
                .findFirst()
                .orElseThrow();
    }

    private static ModelManifest manifest(boolean binary, String... overrides) {
        return binary ? Toys.binary(overrides) : Toys.regression(overrides);
    }

    private static TrainingResult train(
            ModelManifest manifest, int threads, Optional<ReplayedRows> replay, Optional<ModelBundle> champion) {
        return new TrainingPipeline(job(manifest, threads, replay, champion), RunListener.NONE).run();
    }

    private static TrainingJob job(
            ModelManifest manifest, int threads, Optional<ReplayedRows> replay, Optional<ModelBundle> champion) {
        LocatedData data = Toys.data(manifest, cache);
        return new TrainingJob(
                "run", manifest, data, Toys.rows(manifest, cache), replay, champion, Steps.unkept(), threads);
    }
}
