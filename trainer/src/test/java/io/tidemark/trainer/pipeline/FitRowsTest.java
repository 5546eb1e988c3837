package io.tidemark.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.RetrainSpec;
import io.tidemark.trainer.Toys;
import io.tidemark.trainer.data.ReplayedRows;
import io.tidemark.trainer.data.TrainingTable;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FitRowsTest {
    private static final TrainingTable BASE = Tables.of(1_000, "base-", i -> i);
    private static final RowSplit SPLIT = RowSplit.of(BASE, Task.REGRESSION, 0.2, 7);

    @Test
    void withoutReplayTheBaseDataIsFittedAndItsTestRowsJudge() {
        FitRows rows = FitRows.of(BASE, SPLIT, Optional.empty(), spec(0.5));

        assertThat(rows.areRecent()).isFalse();
        assertThat(rows.features().column(0)).containsExactly(BASE.targets(SPLIT.train()));
        assertThat(rows.target()).containsExactly(BASE.targets(SPLIT.train()));
        assertThat(rows.judgedTarget()).containsExactly(BASE.targets(SPLIT.test()));
        assertThat(rows.judgedIds()).startsWith(BASE.id(SPLIT.test()[0])).hasSize(200);
        assertThat(rows.weights()).hasSize(800).containsOnly(1.0);
        assertThat(rows.reference()).isSameAs(rows.features());
    }

    @Test
    void tooFewReplayedRowsChangeNothing() {
        FitRows without = FitRows.of(BASE, SPLIT, Optional.empty(), spec(0.5));
        FitRows with = FitRows.of(BASE, SPLIT, Optional.of(replayed(49)), spec(0.5));

        assertThat(with.areRecent()).isFalse();
        assertThat(with.target()).containsExactly(without.target());
        assertThat(with.judgedTarget()).containsExactly(without.judgedTarget());
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 51, 54, 55, 500})
    void theNewestFifthOfTheReplayedRowsJudgesTheRestIsFitted(int replayed) {
        FitRows rows = FitRows.of(BASE, SPLIT, Optional.of(replayed(replayed)), spec(0.5));

        int judged = (int) Math.ceil(replayed * 0.2);
        assertThat(rows.areRecent()).isTrue();
        assertThat(rows.judgedTarget()).hasSize(judged);
        assertThat(rows.judgedTarget()[judged - 1]).isEqualTo(5_000.0 + replayed - 1);
        assertThat(rows.judgedIds()[0]).isEqualTo("new-" + (replayed - judged));
        assertThat(rows.target()).hasSize(800 + replayed - judged);
        assertThat(Arrays.stream(rows.target()).max().orElseThrow())
                .as("no row that judges was fitted on")
                .isLessThan(rows.judgedTarget()[0]);
    }

    @Test
    void testRowsOfTheBaseDataAreNeverFitted() {
        FitRows rows = FitRows.of(BASE, SPLIT, Optional.of(replayed(100)), spec(0.5));

        assertThat(Arrays.stream(rows.target()).filter(target -> target < 1_000).toArray())
                .containsExactly(BASE.targets(SPLIT.train()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void replayedRowsWeighTheirShareTogether(double share) {
        double[] weights =
                FitRows.of(BASE, SPLIT, Optional.of(replayed(100)), spec(share)).weights();

        assertThat(weights).hasSize(880);
        assertThat(Arrays.stream(weights).sum()).isCloseTo(880, within(1e-9));
        assertThat(Arrays.stream(weights).skip(800).sum()).isCloseTo(880 * share, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void weightsStayPositive(double share) {
        double[] weights =
                FitRows.of(BASE, SPLIT, Optional.of(replayed(100)), spec(share)).weights();

        assertThat(Arrays.stream(weights).min().orElseThrow()).isPositive();
    }

    @Test
    void whatWasFittedOfTheReplayIsTheNewNormal() {
        FitRows rows = FitRows.of(BASE, SPLIT, Optional.of(replayed(100)), spec(0.5));

        assertThat(rows.reference().rows()).isEqualTo(80);
    }

    private static ReplayedRows replayed(int rows) {
        return Tables.replayed(Tables.of(rows, "new-", i -> 5_000.0 + i));
    }

    private static RetrainSpec spec(double share) {
        return Toys.regression("retrain.replay_share=" + share).retrain();
    }
}
