package io.tidemark.feedback.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.manifest.RolloutSpec;
import io.tidemark.model.manifest.RolloutSpec.Approval;
import io.tidemark.model.manifest.RolloutSpec.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossScaleTest {
    @Test
    void errorsOfARegressionAreCutAtTenTimesTheChampionsMean() {
        LossScale scale = LossScale.of(spec("mae"), Map.of("mae", 20.0)).orElseThrow();

        assertThat(scale.loss(0, false)).isZero();
        assertThat(scale.loss(50, false)).isEqualTo(0.25);
        assertThat(scale.loss(1e9, false)).isEqualTo(1);
        assertThat(scale.centre()).isEqualTo(0.1);
    }

    @Test
    void squaredErrorsHaveTheSquareOfTheSameCeiling() {
        LossScale scale =
                LossScale.of(spec("rmse"), Map.of("mae", 20.0, "rmse", 40.0)).orElseThrow();

        assertThat(scale.loss(50, false)).isEqualTo(0.0625);
        assertThat(scale.centre()).isCloseTo(0.04, within(1e-12));
    }

    @Test
    void regressionWithoutABaselineHasNoScale() {
        assertThat(LossScale.of(spec("mae"), Map.of())).isEmpty();
        assertThat(LossScale.of(spec("rmse"), Map.of("rmse", 3.0))).isEmpty();
        assertThat(LossScale.of(spec("mae"), Map.of("mae", 0.0))).isEmpty();
    }

    @Test
    void wrongClassIsALossOfOne() {
        LossScale scale = LossScale.of(spec("accuracy"), Map.of()).orElseThrow();

        assertThat(scale.loss(0.6, true)).isZero();
        assertThat(scale.loss(0.4, false)).isEqualTo(1);
    }

    @Test
    void logLossOfAnImpossibleClassIsAsBadAsAny() {
        LossScale scale =
                LossScale.of(spec("log_loss"), Map.of("log_loss", 0.5)).orElseThrow();

        assertThat(scale.loss(1, false)).isEqualTo(1);
        assertThat(scale.loss(0.5, false)).isCloseTo(Math.log(2) / Math.log(1_000), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"brier", "log_loss", "accuracy", "mae", "rmse"})
    void eachLossLiesBetweenNothingAndOne(String metric) {
        LossScale scale = LossScale.of(spec(metric), Map.of("mae", 0.05)).orElseThrow();

        for (double error : new double[] {0, 1e-300, 0.1, 0.999999, 1}) {
            assertThat(scale.loss(error, false)).isBetween(0.0, 1.0);
        }
        assertThat(scale.centre()).isBetween(0.0, 1.0);
    }

    private static RolloutSpec spec(String metric) {
        return new RolloutSpec(
                Strategy.CANARY,
                List.of(1.0),
                metric,
                0,
                0.05,
                100,
                Duration.ofHours(1),
                Duration.ofDays(1),
                Approval.AUTOMATIC,
                100,
                1);
    }
}
