package io.tidemark.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.fit.PipelineFitter;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.PreprocessingSpec.ClusterSpec;
import io.tidemark.trainer.Toys;
import io.tidemark.trainer.data.TrainingTable;
import io.tidemark.trainer.step.Steps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSearchTest {
    private static final String TWO = "preprocessing.clusters=[{name: first, of: [a], k: [2, 4], by: score},"
            + " {name: second, of: [b], k: [3, 5]}, {name: third, of: [a, b], k: [2, 3], by: score}]";

    @TempDir
    Path cache;

    @Test
    void theNumberWithTheBestScoreIsSettledForOneAfterTheOther() {
        List<List<Integer>> asked = new ArrayList<>();
        ClusterSearch.Settled settled = ClusterSearch.settle(Toys.regression(TWO), candidate -> {
            asked.add(numbers(candidate));
            return Math.abs(numbers(candidate).get(0) - 3)
                    + Math.abs(numbers(candidate).get(2) - 3);
        });

        assertThat(numbers(settled.manifest())).containsExactly(3, 3, 3);
        assertThat(settled.manifest().preprocessing().clusters().get(1).maxClusters())
                .as("decided by silhouette, later")
                .isEqualTo(5);
        assertThat(asked)
                .containsExactly(
                        List.of(2, 3, 2), List.of(3, 3, 2), List.of(4, 3, 2), List.of(3, 3, 2), List.of(3, 3, 3));
        assertThat(settled.trials())
                .hasSize(5)
                .allSatisfy(trial -> assertThat(trial.metric()).isEqualTo("mae"));
    }

    @Test
    void aHigherAucIsBetter() {
        ModelManifest manifest = Toys.binary("preprocessing.clusters=[{name: k, of: [a], k: [2, 6], by: score}]");

        assertThat(numbers(ClusterSearch.settle(
                                manifest, candidate -> numbers(candidate).getFirst())
                        .manifest()))
                .containsExactly(6);
    }

    @Test
    void withoutAScoreToDecideNothingIsTried() {
        assertThat(ClusterSearch.isNeeded(Toys.regression())).isFalse();
        assertThat(ClusterSearch.isNeeded(Toys.regression(TWO))).isTrue();
        assertThat(ClusterSearch.isNeeded(ClusterSearch.settle(Toys.regression(TWO), candidate -> 1)
                        .manifest()))
                .isFalse();
    }

    @Test
    void theModelThatIsFittedHasTheSettledNumber() {
        ModelManifest manifest =
                Toys.regression("preprocessing.clusters=[{name: place, of: [a, b], k: [2, 4], by: score}]");
        TrainingTable rows = Toys.rows(manifest, cache);
        RowSplit split = RowSplit.of(rows, manifest.task(), manifest.split());
        ClusterSearch.Settled settled =
                ClusterSearch.settle(manifest, FitRows.of(rows, split, Optional.empty(), manifest.retrain()), 1);

        TrainingResult result = new TrainingPipeline(
                        new TrainingJob(
                                "run",
                                manifest,
                                Toys.data(manifest, cache),
                                rows,
                                Optional.empty(),
                                Optional.empty(),
                                Steps.unkept(),
                                1),
                        RunListener.NONE)
                .run();

        assertThat(settled.trials())
                .hasSize(3)
                .allSatisfy(trial -> assertThat(trial.score()).isPositive());
        assertThat(result.bundle().pipeline().inputNames().stream()
                        .filter(name -> name.startsWith("place="))
                        .count())
                .isEqualTo(numbers(settled.manifest()).getFirst().longValue());
    }

    @Test
    void aFitDoesNotGuessWhatAScoreHasToDecide() {
        ModelManifest manifest = Toys.regression(TWO);

        assertThatThrownBy(() -> new PipelineFitter(manifest.features(), manifest.preprocessing(), 1)
                        .fit(new RawTable(new double[5][10], 10)))
                .hasMessageContaining("'first' by score");
    }

    private static List<Integer> numbers(ModelManifest manifest) {
        return manifest.preprocessing().clusters().stream()
                .map(ClusterSpec::minClusters)
                .toList();
    }
}
