package io.tidemark.registry.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.registry.RegistryRefusedException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.guard.DependencyHealth.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final Duration ALONE = Duration.ofSeconds(60);

    private final List<Duration> pauses = new ArrayList<>();
    private long nowNs = 7;
    private int tries;
    private final Guard guard = new Guard("the store", GuardRules.DEFAULT, () -> nowNs, pauses::add, () -> 0.5);

    @Test
    void anAnswerIsHandedOnAtOnce() {
        assertThat(guard.call(() -> "yes")).isEqualTo("yes");
        assertThat(pauses).isEmpty();
        assertThat(guard.health().state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void aDependencyThatDoesNotAnswerIsAskedThreeTimesWithGrowingPauses() {
        assertThatThrownBy(() -> guard.call(this::silent)).isInstanceOf(RegistryUnavailableException.class);

        assertThat(tries).isEqualTo(3);
        assertThat(pauses).containsExactly(Duration.ofMillis(150), Duration.ofMillis(300));
        assertThat(guard.health().state()).isEqualTo(State.DEGRADED);
        assertThat(guard.health().problem()).isEqualTo("silence");
    }

    @Test
    void thePauseIsHalfChanceAndBounded() {
        assertThat(GuardRules.DEFAULT.pause(0, 0)).isEqualTo(Duration.ofMillis(100));
        assertThat(GuardRules.DEFAULT.pause(0, 0.999)).isLessThan(Duration.ofMillis(200));
        assertThat(GuardRules.DEFAULT.pause(60, 0)).isEqualTo(Duration.ofMillis(2500));
    }

    @Test
    void aRefusalIsAnAnswerAndIsNotAskedAgain() {
        assertThatThrownBy(() -> guard.call(this::refusal)).isInstanceOf(RegistryRefusedException.class);

        assertThat(tries).isEqualTo(1);
        assertThat(guard.health().state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void whatMustNotBeDoneTwiceIsTriedOnce() {
        assertThatThrownBy(() -> guard.once(this::silent)).isInstanceOf(RegistryUnavailableException.class);

        assertThat(tries).isEqualTo(1);
    }

    @Test
    void afterFiveFailuresItIsLeftAlone() {
        fail(2);

        assertThat(tries).as("the fifth failure ends the second call").isEqualTo(5);
        assertThatThrownBy(() -> guard.call(this::silent))
                .hasMessageContaining("left alone for another 60 s")
                .hasMessageContaining("silence");
        assertThat(tries).isEqualTo(5);
        assertThat(guard.health().state()).isEqualTo(State.DOWN);
        assertThat(guard.health().leftAlone()).isEqualTo(1);
    }

    @Test
    void aGoodProbeAfterTheTimeClosesIt() {
        fail(2);
        nowNs += ALONE.toNanos();
        assertThat(guard.health().state()).isEqualTo(State.DEGRADED);

        assertThat(guard.call(() -> "back")).isEqualTo("back");
        assertThat(guard.health().state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void aBadProbeOpensItForAsLongAgain() {
        fail(2);
        nowNs += ALONE.toNanos();
        assertThatThrownBy(() -> guard.call(this::silent)).isInstanceOf(RegistryUnavailableException.class);

        assertThat(tries).as("one probe, no second try").isEqualTo(6);
        nowNs += ALONE.toNanos() - 1;
        assertThat(guard.health().state()).isEqualTo(State.DOWN);
    }

    @Test
    void whileOneProbesOthersAreLeftAlone() {
        fail(2);
        nowNs += ALONE.toNanos();

        guard.call(() -> {
            assertThatThrownBy(() -> guard.call(() -> "second")).hasMessageContaining("left alone");
            return "first";
        });
    }

    @Test
    void aProbeThatBreaksCountsAsFailedAndNextOneMayProbe() {
        fail(2);
        nowNs += ALONE.toNanos();
        assertThatThrownBy(() -> guard.call(() -> {
                    throw new IllegalStateException("broken code");
                }))
                .isInstanceOf(IllegalStateException.class);
        nowNs += ALONE.toNanos();

        assertThat(guard.call(() -> "back")).isEqualTo("back");
    }

    private void fail(int calls) {
        for (int i = 0; i < calls; i++) {
            assertThatThrownBy(() -> guard.call(this::silent)).isInstanceOf(RegistryUnavailableException.class);
        }
    }

    private String silent() {
        tries++;
        throw new RegistryUnavailableException("silence");
    }

    private String refusal() {
        tries++;
        throw new RegistryRefusedException("NO", "no");
    }
}
