package io.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.audit.Invariant;
import io.tidemark.cli.demo.DemoState.Moment;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoopChainTest {
    private final Map<Moment, Double> reached = new EnumMap<>(Map.of(
            Moment.SHIFT, 10.0,
            Moment.ALERT, 14.0,
            Moment.REQUEST, 14.0,
            Moment.TRAINED, 40.0,
            Moment.SWAPPED, 41.0,
            Moment.RECOVERED, 45.5));

    @Test
    void allMomentsInTheirOrderCloseTheLoop() {
        LoopChain chain = new LoopChain(reached);

        assertThat(chain.closed("").passed()).isTrue();
        assertThat(chain.times())
                .containsEntry("shift_to_alert", 4.0)
                .containsEntry("alert_to_request", 0.0)
                .containsEntry("shift_to_recovered", 35.5)
                .hasSize(6);
    }

    @Test
    void aMomentBeforeTheOneThatCausesItIsNoLoop() {
        reached.put(Moment.SWAPPED, 39.0);

        Invariant closed = new LoopChain(reached).closed("; last");

        assertThat(closed.passed()).isFalse();
        assertThat(closed.detail()).isEqualTo("swapped at 39.000 s, before trained at 40.000 s; last");
        assertThat(new LoopChain(reached).times()).containsEntry("trained_to_swapped", -1.0);
    }

    @Test
    void aMomentThatWasNotReachedIsNoLoop() {
        reached.remove(Moment.REQUEST);

        Invariant closed = new LoopChain(reached).closed("");

        assertThat(closed.passed()).isFalse();
        assertThat(closed.detail()).isEqualTo("request was not reached");
    }
}
