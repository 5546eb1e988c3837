package io.tidemark.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.Task;
import io.tidemark.model.fit.PipelineFitter;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.Algorithm;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.trainer.Toys;
import io.tidemark.trainer.algorithm.FittedModel;
import io.tidemark.trainer.algorithm.Learners;
import io.tidemark.trainer.algorithm.Parameters;
import io.tidemark.trainer.algorithm.TrainingMatrix;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.TrainingTable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    @TempDir
    Path cache;

    @Test
    void allCombinationsOfAllGridsCompete() {
        ModelManifest manifest = Toys.regression(
                "selection.algorithms={ridge: {alpha: [0.1, 1]}, lightgbm: {n_estimators: [5, 10], num_leaves: [4, 7]}, lasso: {}}");

        List<CandidateScore> scores = run(manifest, 2);

        assertThat(scores)
                .extracting(score -> score.algorithm().key() + score.parameters())
                .containsExactlyInAnyOrder(
                        "ridge{alpha=0.1}",
                        "ridge{alpha=1}",
                        "lightgbm{n_estimators=5, num_leaves=4}",
                        "lightgbm{n_estimators=5, num_leaves=7}",
                        "lightgbm{n_estimators=10, num_leaves=4}",
                        "lightgbm{n_estimators=10, num_leaves=7}",
                        "lasso{}");
    }

    @Test
    void theBestComesFirstWhicheverWayTheMetricPoints() {
        assertThat(run(Toys.regression("selection.metric=mae"), 2))
                .extracting(CandidateScore::mean)
                .isSorted();
        assertThat(run(Toys.regression("selection.metric=r2"), 2))
                .extracting(score -> -score.mean())
                .isSorted();
        assertThat(run(Toys.binary(), 2)).extracting(score -> -score.mean()).isSorted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lightgbm: {n_estimators: [10, 20], num_leaves: [4, 7]}, ridge: {}",
                "random_forest: {n_estimators: [5, 9]}, extra_trees: {n_estimators: 7}",
                "gradient_boosting: {n_estimators: [5, 10]}, decision_tree: {max_depth: [2, 5]}, lasso: {}"
            })
    void threadsDoNotChangeTheScores(String algorithms) {
        ModelManifest manifest = Toys.regression("selection.algorithms={" + algorithms + "}");
        List<CandidateScore> one = run(manifest, 1);
        List<CandidateScore> three = run(manifest, 3);

        for (int i = 0; i < one.size(); i++) {
            assertThat(three.get(i).parameters()).isEqualTo(one.get(i).parameters());
            assertThat(three.get(i).mean()).isEqualTo(one.get(i).mean());
            assertThat(three.get(i).spread()).isEqualTo(one.get(i).spread());
            assertThat(three.get(i).trainMean()).isEqualTo(one.get(i).trainMean());
            assertThat(three.get(i).end()).isEqualTo(one.get(i).end());
        }
    }

    /// Twin by hand: one pipeline per fold, fitted on that fold's training rows. A pipeline that has seen all rows
    /// gives other scores.
    @Test
    void thePipelineIsFittedInsideEachFold() {
        ModelManifest manifest = Toys.regression(
                "selection.algorithms={ridge: {alpha: 0.1}}", "preprocessing.imputation=mean", "selection.metric=rmse");
        FitRows rows = rows(manifest);

        double mean = run(manifest, rows, 1).best().mean();

        assertThat(mean).isCloseTo(naive(manifest, rows, false), within(1e-12));
        assertThat(mean).isNotCloseTo(naive(manifest, rows, true), within(1e-9));
    }

    /// A learner that could memorise finds nothing in noise, unless validation rows leak.
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void nothingIsLearntFromNoise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ModelManifest manifest = Toys.regression(
                "features={a: {type: number}}",
                "preprocessing=",
                "selection.metric=r2",
                "selection.algorithms={lightgbm: {n_estimators: 50, min_child_samples: 1}}");
        TrainingTable noise = Tables.of(300, "r", i -> random.nextDouble());
        FitRows rows =
                FitRows.of(noise, RowSplit.of(noise, manifest.task(), 0.2, seed), Optional.empty(), manifest.retrain());

        CandidateScore score = run(manifest, rows, 2).best();

        assertThat(score.trainMean()).isGreaterThan(0.2);
        assertThat(score.mean()).isLessThan(0.05);
    }

    /// Numbers of trees share a fit; what each came to is what it would have come to alone.
    @ParameterizedTest
    @ValueSource(strings = {"lightgbm", "gradient_boosting", "random_forest", "extra_trees"})
    void numbersOfTreesThatShareAFitScoreAsIfEachWereAlone(String algorithm) {
        FitRows rows = rows(Toys.regression());
        String grid = "selection.algorithms={" + algorithm + ": {n_estimators: ";
        SelectionResult together = run(Toys.regression(grid + "[3, 12]}}", "selection.race=false"), rows, 2);

        for (CandidateScore score : together.candidates()) {
            CandidateScore alone = run(
                            Toys.regression(grid + score.parameters().count("n_estimators", 0) + "}}"), rows, 1)
                    .best();
            assertThat(score.mean()).isEqualTo(alone.mean());
            assertThat(score.trainMean()).isEqualTo(alone.trainMean());
            assertThat(score.objectiveMean()).isEqualTo(alone.objectiveMean());
        }
        assertThat(together.candidates()).hasSize(2);
    }

    @Test
    void aCandidateWithoutHopeIsStoppedAndTheBestIsNot() {
        TrainingTable line = Tables.of(600, "r", i -> i);
        String algorithms =
                "selection.algorithms={ridge: {alpha: 0.001}, decision_tree: {max_depth: [1, 12]}, lightgbm: {n_estimators: 1}}";
        SelectionResult raced = select(line, algorithms);
        SelectionResult whole = select(line, algorithms, "selection.race=false");

        assertThat(raced.best().algorithm()).isEqualTo(Algorithm.RIDGE);
        assertThat(raced.best().mean()).isEqualTo(whole.best().mean());
        assertThat(raced.best().folds()).hasSize(3);
        assertThat(raced.candidates().getLast().end()).isInstanceOfSatisfying(CandidateEnd.Stopped.class, stopped -> {
            assertThat(stopped.folds()).isEqualTo(1);
            assertThat(stopped.reason()).contains("mae is worse by", "than that of ridge {alpha=0.001}");
        });
        assertThat(raced.candidates().getLast().folds()).hasSize(1);
        assertThat(raced.candidates().getLast().end().words()).startsWith("stopped after 1 fold: ");
        assertThat(whole.candidates()).allMatch(CandidateScore::isComplete);
        assertThat(SelectionChart.svg(raced, "EUR"))
                .contains("mae, EUR", "1. ridge", "4. ", "Candidates in 3-fold cross-validation");
    }

    @Test
    void candidatesThatAreAboutEqualAllSeeAllFolds() {
        ModelManifest manifest = Toys.regression("selection.algorithms={ridge: {alpha: [0.1, 0.1001, 0.1002]}}");

        assertThat(run(manifest, 1)).allMatch(CandidateScore::isComplete);
    }

    /// Linear algebra finds nothing in inputs that do not vary.
    @Test
    void aFailureIsKeptWithItsReasonWhenOthersSucceed() {
        SelectionResult result = select(
                constant(), "selection.algorithms={ridge: {alpha: [0.1, 1]}, lightgbm: {n_estimators: 5}, lasso: {}}");

        assertThat(result.candidates()).hasSize(4);
        assertThat(SelectionChart.svg(result, "")).contains("1. lightgbm").doesNotContain("ridge");
        assertThat(result.best().algorithm()).isEqualTo(Algorithm.LIGHTGBM);
        assertThat(result.candidates().subList(1, 4)).allSatisfy(failed -> {
            assertThat(failed.end()).isInstanceOf(CandidateEnd.Failed.class);
            assertThat(failed.end().words()).startsWith("failed: Found only constant inputs");
            assertThat(failed.mean()).isNaN();
            assertThat(failed.overfitted()).isFalse();
        });
    }

    @Test
    void whenAllFailTheReasonIsTold() {
        assertThatThrownBy(() -> select(constant(), "selection.algorithms={ridge: {alpha: [0.1, 1]}}"))
                .hasMessageContaining("None of the 2 candidates")
                .hasMessageContaining("ridge {alpha=0.1}, failed: Found only constant inputs");
    }

    private static TrainingTable constant() {
        double[] target = new double[90];
        Arrays.setAll(target, i -> i % 7);
        String[] ids = new String[90];
        Arrays.setAll(ids, i -> "r" + i);
        return new TrainingTable(
                new RawTable(new double[][] {new double[90]}, 90),
                target,
                ids,
                new TrainingTable.Counts(90, 0, 0, "", List.of()));
    }

    @Test
    void aModelThatKnowsItsRowsByHeartIsCalledOverfitted() {
        SplittableRandom random = new SplittableRandom(4);
        TrainingTable noise = Tables.of(300, "r", i -> random.nextDouble());
        SelectionResult result = select(
                noise,
                "features={a: {type: number}}",
                "selection.race=false",
                "selection.algorithms={decision_tree: {}, ridge: {alpha: 1}}");

        assertThat(result.best().overfitted()).isFalse();
        assertThat(result.best().overfit()).isBetween(0.8, 1.3);
        assertThat(result.candidates().getLast().algorithm()).isEqualTo(Algorithm.DECISION_TREE);
        assertThat(result.candidates().getLast().overfitted()).isTrue();
        assertThat(result.candidates().getLast().overfit()).isEqualTo(1000);
    }

    private static SelectionResult select(TrainingTable table, String... overrides) {
        List<String> all = new java.util.ArrayList<>(List.of("features={a: {type: number}}", "preprocessing="));
        all.addAll(List.of(overrides));
        ModelManifest manifest = Toys.regression(all.toArray(String[]::new));
        return run(
                manifest,
                FitRows.of(table, RowSplit.of(table, manifest.task(), 0.2, 1), Optional.empty(), manifest.retrain()),
                2);
    }

    @Test
    void aManifestsThresholdDecidesMetricsOfClasses() {
        ModelManifest half = Toys.binary("selection.metric=recall");
        ModelManifest eager = Toys.binary("selection.metric=recall", "target.threshold=0");

        assertThat(run(half, 1).getFirst().mean()).isLessThan(1);
        assertThat(run(eager, 1).getFirst().mean()).isEqualTo(1);
    }

    @Test
    void fewerRowsThanFoldsAreRefused() {
        ModelManifest manifest = Toys.regression("selection.folds=5");
        TrainingTable few = Tables.of(5, "r", i -> i);

        assertThatThrownBy(() -> select(manifest, few))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Found 4 rows to fit on, expected at least 5");
    }

    @Test
    void aClassThatHardlyOccursIsRefused() {
        TrainingTable oneSided = Tables.of(100, "r", i -> i < 2 ? 1 : 0);

        assertThatThrownBy(() -> select(Toys.binary(), oneSided))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Found 1 rows of class yes to fit on, expected at least 3");
    }

    @Test
    void anInterruptedComparisonGivesUp() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> run(Toys.regression(), 1))
                    .isInstanceOf(java.util.concurrent.CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static void select(ModelManifest manifest, TrainingTable table) {
        FitRows rows =
                FitRows.of(table, RowSplit.of(table, manifest.task(), 0.2, 1), Optional.empty(), manifest.retrain());
        SelectionResult unused = run(manifest, rows, 1);
    }

    private static String objective(ModelManifest manifest) {
        return manifest.task() == Task.REGRESSION ? "wmape" : "log_loss";
    }

    private static SelectionResult run(ModelManifest manifest, FitRows rows, int threads) {
        try (Workers workers = new Workers(threads);
                Folds folds = Folds.of(manifest, rows, workers)) {
            return new Selection(manifest, folds, workers, RunListener.NONE, objective(manifest)).run();
        }
    }

    private List<CandidateScore> run(ModelManifest manifest, int threads) {
        return run(manifest, rows(manifest), threads).candidates();
    }

    private FitRows rows(ModelManifest manifest) {
        boolean interrupted = Thread.interrupted();
        TrainingTable table = Toys.rows(manifest, cache);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return FitRows.of(
                table,
                RowSplit.of(
                        table,
                        manifest.task(),
                        manifest.split().test(),
                        manifest.split().seed()),
                Optional.empty(),
                manifest.retrain());
    }

    private static double naive(ModelManifest manifest, FitRows rows, boolean leaky) {
        int folds = manifest.selection().folds();
        int[] order = IntStream.range(0, rows.target().length).toArray();
        RowSplit.shuffle(order, new SplittableRandom(manifest.split().seed()));
        double sum = 0;
        for (int f = 0; f < folds; f++) {
            int fold = f;
            int[] train = IntStream.range(0, order.length)
                    .filter(i -> i % folds != fold)
                    .map(i -> order[i])
                    .toArray();
            int[] validation = IntStream.range(0, order.length)
                    .filter(i -> i % folds == fold)
                    .map(i -> order[i])
                    .toArray();
            RawTable trainRows = rows.features().select(train);
            FeaturePipeline pipeline = new PipelineFitter(
                            manifest.features(),
                            manifest.preprocessing(),
                            manifest.split().seed())
                    .fit(leaky ? rows.features() : trainRows);
            double[] ones = new double[train.length];
            Arrays.fill(ones, 1);
            TrainingMatrix matrix = new TrainingMatrix(
                    pipeline.inputNames(), Inputs.of(pipeline, trainRows), pick(rows.target(), train), ones);
            try (FittedModel model = Learners.of(Algorithm.RIDGE, manifest)
                    .fit(
                            matrix,
                            new Parameters(Map.of("alpha", 0.1)),
                            manifest.split().seed(),
                            1)) {
                double[] scores =
                        model.scores(Inputs.of(pipeline, rows.features().select(validation)), validation.length);
                double squares = 0;
                for (int i = 0; i < scores.length; i++) {
                    squares += Math.pow(scores[i] - rows.target()[validation[i]], 2);
                }
                sum += Math.sqrt(squares / scores.length);
            }
        }
        return sum / folds;
    }

    private static double[] pick(double[] values, int[] indices) {
        return IntStream.of(indices).mapToDouble(i -> values[i]).toArray();
    }
}
