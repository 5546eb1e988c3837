package io.tidemark.scoring.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.scoring.replay.PairedComparison.Mean;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
    @Test
    void withoutRowsThereIsNothingToSay() {
        PairedComparison.Result result = new PairedComparison(0, Map.of()).result();

        assertThat(result.difference().rows()).isZero();
        assertThat(result.difference().value()).isNaN();
        assertThat(result.beyond()).isZero();
        assertThat(result.largest()).isEmpty();
    }

    @Test
    void oneRowHasAMeanAndNoInterval() {
        PairedComparison comparison = new PairedComparison(0, Map.of());
        comparison.add(new RequestPlace(0, 7), "a", 1, 3);

        Mean difference = comparison.result().difference();
        assertThat(difference.value()).isEqualTo(2);
        assertThat(difference.low()).isNaN();
    }

    /// Twin: mean and variance in two passes.
    @Test
    void meanAndIntervalAreThoseOfTheTextbook() {
        Random random = new Random(11);
        double[] differences = random.doubles(500, -3, 5).toArray();
        PairedComparison comparison = new PairedComparison(1, Map.of());
        for (int i = 0; i < differences.length; i++) {
            comparison.add(new RequestPlace(0, i), "r" + i, 1_000, 1_000 + differences[i]);
        }
        double mean = 0;
        int beyond = 0;
        for (double difference : differences) {
            mean += difference / differences.length;
            beyond += Math.abs(difference) > 1 ? 1 : 0;
        }
        double squares = 0;
        for (double difference : differences) {
            squares += (difference - mean) * (difference - mean);
        }
        double halfWidth = 1.959963984540054 * Math.sqrt(squares / 499 / 500);

        PairedComparison.Result result = comparison.result();
        assertThat(result.difference().value()).isCloseTo(mean, within(1e-9));
        assertThat(result.difference().low()).isCloseTo(mean - halfWidth, within(1e-9));
        assertThat(result.difference().high()).isCloseTo(mean + halfWidth, within(1e-9));
        assertThat(result.beyond()).isEqualTo(beyond / 500.0);
    }

    @Test
    void errorsAreComparedOnRowsWithALabelAlone() {
        PairedComparison comparison = new PairedComparison(0, Map.of("a", 10.0, "b", 10.0));
        comparison.add(new RequestPlace(0, 0), "a", 12, 11);
        comparison.add(new RequestPlace(0, 1), "b", 7, 10);
        comparison.add(new RequestPlace(0, 2), "c", 0, 100);

        PairedComparison.Result result = comparison.result();
        assertThat(result.difference().rows()).isEqualTo(3);
        assertThat(result.liveError().value()).isEqualTo((4 + 9) / 2.0);
        assertThat(result.otherError().value()).isEqualTo(0.5);
        assertThat(result.errorChange().value()).isEqualTo((-3 - 9) / 2.0);
        assertThat(result.errorChange().rows()).isEqualTo(2);
    }

    @Test
    void theTenLargestDifferencesComeInOrder() {
        PairedComparison comparison = new PairedComparison(0, new HashMap<>());
        for (int i = 0; i < 50; i++) {
            comparison.add(new RequestPlace(0, i), "r" + i, 0, i % 2 == 0 ? i : -i);
        }

        assertThat(comparison.result().largest())
                .extracting(PairedComparison.Pair::requestId)
                .containsExactly("r49", "r48", "r47", "r46", "r45", "r44", "r43", "r42", "r41", "r40");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new PairedComparison(-1, Map.of())).hasMessageContaining("-1.0, expected 0 or more");
    }
}
