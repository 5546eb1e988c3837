package io.tidemark.stats.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.stats.Golden;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PValueAdjustmentTest {
    static Stream<JsonNode> benjaminiHochbergIsSciPys() {
        return Golden.cases("p-value-adjustment.json");
    }

    @ParameterizedTest
    @MethodSource
    void benjaminiHochbergIsSciPys(JsonNode expected) {
        double[] adjusted = PValueAdjustment.benjaminiHochberg(Golden.sample(expected.get("p")));
        assertThat(adjusted).containsExactly(Golden.sample(expected.get("benjamini_hochberg")), within(1e-15));
    }

    @Test
    void bonferroniAndHolmFollowTheirDefinitions() {
        assertThat(PValueAdjustment.bonferroni(0.01, 0.5, 0.04)).containsExactly(0.03, 1, 0.12);
        assertThat(PValueAdjustment.holm(0.01, 0.5, 0.04)).containsExactly(0.03, 0.5, 0.08);
        assertThat(PValueAdjustment.holm(0.03, 0.02)).containsExactly(0.04, 0.04);
        assertThat(PValueAdjustment.holm()).isEmpty();
    }

    @Test
    void twentyFeaturesWithoutDriftRarelyAlarm() {
        assertThat(shareOfRoundsWithAlarm(p -> p)).as("unadjusted").isBetween(0.6, 0.68);
        assertThat(shareOfRoundsWithAlarm(PValueAdjustment::bonferroni)).isBetween(0.035, 0.06);
        assertThat(shareOfRoundsWithAlarm(PValueAdjustment::holm)).isBetween(0.035, 0.06);
        assertThat(shareOfRoundsWithAlarm(PValueAdjustment::benjaminiHochberg)).isBetween(0.035, 0.06);
    }

    private static double shareOfRoundsWithAlarm(UnaryOperator<double[]> adjustment) {
        SplittableRandom random = new SplittableRandom(3);
        int alarms = 0;
        int rounds = 4_000;
        for (int round = 0; round < rounds; round++) {
            double[] adjusted = adjustment.apply(random.doubles(20).toArray());
            alarms += Arrays.stream(adjusted).anyMatch(p -> p <= 0.05) ? 1 : 0;
        }
        return (double) alarms / rounds;
    }

    @Test
    void onlyProbabilitiesAreAdjusted() {
        assertThatThrownBy(() -> PValueAdjustment.holm(0.5, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN at index 1");
    }
}
