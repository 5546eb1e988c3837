package io.tidemark.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = 1_000_000_000L;

    private final long beginNs = System.nanoTime();
    private final Rate rate = new Rate(100);

    @Test
    void theFirstTenthDoesNotCount() {
        rate.look(0, beginNs + SECOND);
        rate.look(10, beginNs + 9 * SECOND);
        rate.look(55, beginNs + 10 * SECOND);
        assertThat(rate.isComplete()).isFalse();
        rate.look(100, beginNs + 11 * SECOND);
        assertThat(rate.isComplete()).isTrue();
        assertThat(rate.perSecond()).isEqualTo(45);
    }

    @Test
    void whatOneLookSeesWholeIsCountedFromTheLookBefore() {
        rate.look(0, beginNs + SECOND);
        rate.look(100, beginNs + 3 * SECOND);
        assertThat(rate.perSecond()).isCloseTo(50, within(1e-9));
    }

    @Test
    void timeWithoutGrowthIsIdle() {
        rate.look(10, beginNs + SECOND);
        rate.look(10, beginNs + 4 * SECOND);
        assertThat(rate.idleNs()).isEqualTo(3 * SECOND);
    }
}
