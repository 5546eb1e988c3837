package io.tidemark.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final ModelBundle TOY = Bundles.regression();
    private static final WarmUp HUNDRED = new WarmUp(100, Duration.ofHours(1));
    private static final double[] FOUR_ROOMS = {4, 0, 1};

    @Test
    void withoutTrafficTheGoldenRowsAreScored() {
        assertThat(HUNDRED.run(TOY, TOY.newExplainer(), List.of(), List.of()))
                .isStrictlyBetween(21.0 * 100, 41.0 * 100);
    }

    @Test
    void eventsAndRawRowsAreScoredInTurn() {
        Map<String, Object> event = Map.of("rooms", 4L, "region", "coast");

        assertThat(HUNDRED.run(TOY, TOY.newExplainer(), List.of(event), List.of(FOUR_ROOMS)))
                .isEqualTo(100 * 21.0 + 100 * 21.0);
    }

    @Test
    void eventsThatTheFeaturesRefuseArePassedOver() {
        assertThat(HUNDRED.run(TOY, TOY.newExplainer(), List.of(Map.of("region", "moon")), List.of(new double[] {1})))
                .isZero();
    }

    @Test
    void itEndsWhenItsTimeIsOver() {
        WarmUp brief = new WarmUp(Integer.MAX_VALUE, Duration.ZERO);

        assertThat(brief.run(TOY, TOY.newExplainer(), List.of(), List.of())).isLessThan(41.0 * 1_000_000);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new WarmUp(-1, Duration.ZERO)).hasMessageContaining("-1 warm-up rows");
        assertThatThrownBy(() -> new WarmUp(1, Duration.ofSeconds(-1))).hasMessageContaining("PT-1S");
    }
}
