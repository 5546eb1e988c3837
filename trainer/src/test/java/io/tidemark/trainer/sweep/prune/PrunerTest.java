package io.tidemark.trainer.sweep.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrunerTest {
    /// Losses at steps 1, 2, 3, ...
    private static Curve curve(double... losses) {
        Curve curve = Curve.EMPTY;
        for (int i = 0; i < losses.length; i++) {
            curve = curve.with(i + 1, losses[i]);
        }
        return curve;
    }

    private static List<Pruner.Rival> complete(Curve... curves) {
        return Arrays.stream(curves).map(curve -> new Pruner.Rival(curve, true)).toList();
    }

    @Test
    void medianRuleEndsWhatIsWorseThanHalf() {
        MedianPruner pruner = new MedianPruner(3, 0);
        List<Pruner.Rival> others = complete(curve(5, 3), curve(6, 4), curve(9, 8));

        assertThat(pruner.isHopeless(curve(6.1), others)).isTrue();
        assertThat(pruner.isHopeless(curve(6), others)).isFalse();
        assertThat(pruner.isHopeless(curve(6, 4.5), others)).isTrue();
    }

    @Test
    void medianRuleTakesTheTrialAtItsBest() {
        assertThat(new MedianPruner(1, 0).isHopeless(curve(2, 7), complete(curve(3, 3))))
                .isFalse();
    }

    @Test
    void medianRuleWaitsForTrialsAndSteps() {
        List<Pruner.Rival> two = complete(curve(1, 1, 1), curve(1, 1, 1));

        assertThat(new MedianPruner(3, 0).isHopeless(curve(9), two)).isFalse();
        assertThat(new MedianPruner(2, 2).isHopeless(curve(9, 9), two)).isFalse();
        assertThat(new MedianPruner(2, 2).isHopeless(curve(9, 9, 9), two)).isTrue();
    }

    @Test
    void medianRuleLeavesPrunedTrialsOut() {
        List<Pruner.Rival> others = List.of(
                new Pruner.Rival(curve(1), true), new Pruner.Rival(curve(9), false), new Pruner.Rival(curve(9), false));

        assertThat(new MedianPruner(1, 0).isHopeless(curve(5), others)).isTrue();
    }

    @Test
    void halvingLetsTheBestShareClimb() {
        HalvingPruner pruner = new HalvingPruner(1, 2);
        List<Pruner.Rival> others = complete(curve(1), curve(2), curve(3));

        assertThat(pruner.isHopeless(curve(0.5), others)).isFalse();
        assertThat(pruner.isHopeless(curve(1.5), others)).isFalse();
        assertThat(pruner.isHopeless(curve(2.5), others)).isTrue();
    }

    @Test
    void halvingJudgesAtRungsOnly() {
        HalvingPruner pruner = new HalvingPruner(2, 3);
        List<Pruner.Rival> others = complete(curve(1, 1, 1, 1, 1, 1, 1));
        List<Integer> judged = new ArrayList<>();
        for (int step = 1; step <= 7; step++) {
            double[] losses = new double[step];
            Arrays.fill(losses, 9);
            if (pruner.isHopeless(curve(losses), others)) {
                judged.add(step);
            }
        }

        assertThat(judged).containsExactly(2, 6);
    }

    @Test
    void halvingCountsARungThatWasSteppedOver() {
        HalvingPruner pruner = new HalvingPruner(10, 2);
        Curve jumps = Curve.EMPTY.with(7, 9).with(14, 9);
        List<Pruner.Rival> others = complete(Curve.EMPTY.with(12, 1));

        assertThat(pruner.isHopeless(jumps, others)).isTrue();
    }

    @Test
    void halvingComparesWithPrunedTrialsToo() {
        List<Pruner.Rival> others = Stream.of(8.0, 7.0, 6.0)
                .map(loss -> new Pruner.Rival(curve(loss), false))
                .toList();

        assertThat(new HalvingPruner(1, 4).isHopeless(curve(5), others)).isFalse();
        assertThat(new HalvingPruner(1, 4).isHopeless(curve(6.5), others)).isTrue();
    }

    @Test
    void theFirstTrialAlwaysClimbs() {
        assertThat(new HalvingPruner(1, 3).isHopeless(curve(1e9), List.of())).isFalse();
        assertThat(new MedianPruner(1, 0).isHopeless(curve(1e9), List.of())).isFalse();
    }

    @Test
    void withoutAPrunerNothingEnds() {
        assertThat(new NoPruner().isHopeless(curve(9), complete(curve(1)))).isFalse();
    }

    @Test
    void stepsAscendAndValuesAreNumbers() {
        assertThatThrownBy(() -> Curve.EMPTY.with(3, 1).with(3, 1)).hasMessageContaining("step 3 after step 3");
        assertThatThrownBy(() -> Curve.EMPTY.with(1, Double.NaN)).hasMessageContaining("step 1");
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> new HalvingPruner(0, 2)).hasMessageContaining("step 0");
        assertThatThrownBy(() -> new HalvingPruner(1, 1)).hasMessageContaining("by 1");
        assertThatThrownBy(() -> new MedianPruner(0, 0)).hasMessageContaining("0 startup trials");
    }
}
