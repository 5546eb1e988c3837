package io.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.demo.DemoState.Moment;
import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Challenger;
import io.tidemark.event.RetrainRequest;
import io.tidemark.event.Severity;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VersionRef;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoStateTest {
    private final DemoState state = new DemoState();

    /// Topics are read in no order: the request may be seen before the alert that caused it.
    @Test
    void momentsAreWhenTheyWereWrittenNotWhenTheyWereRead() {
        Instant start = Instant.now();
        state.reach(Moment.SHIFT);
        state.accept(request(start.plusSeconds(9)));
        state.accept(alert(start.plusSeconds(8)));

        assertThat(state.moments().get(Moment.ALERT)).isLessThan(state.moments().get(Moment.REQUEST));
        assertThat(new LoopChain(state.moments()).times().get("alert_to_request"))
                .isBetween(0.99, 1.01);
    }

    @Test
    void anAlertFromBeforeTheShiftIsNoAnswerToIt() {
        Instant before = Instant.now().minusSeconds(5);
        state.reach(Moment.SHIFT);
        state.accept(alert(before));

        assertThat(state.moments()).containsOnlyKeys(Moment.SHIFT);
    }

    /// A version of a higher number that only has a share of the keys is no champion.
    @Test
    void theChampionIsWhomTheTimelineNames() {
        state.accept(activated(1, List.of()));
        state.accept(activated(1, List.of(new Challenger(2, "b", 1_000, "salt"))));

        assertThat(state.champion()).isEqualTo(1);
        assertThat(state.isOnTrial(2)).isTrue();

        state.accept(activated(2, List.of()));
        assertThat(state.champion()).isEqualTo(2);
        assertThat(state.isOnTrial(2)).isFalse();
    }

    private static TimelineEvent activated(int champion, List<Challenger> challengers) {
        return TimelineEvent.newBuilder()
                .setEventId("e")
                .setModel("housing")
                .setTime(Instant.EPOCH)
                .setActor("somebody")
                .setReason("")
                .setFact(new Activated(ActivationCause.ROLLOUT, new VersionRef(champion, "a"), challengers, List.of()))
                .build();
    }

    private static Alert alert(Instant time) {
        return Alert.newBuilder()
                .setAlertId("alert")
                .setModel("housing")
                .setKind("drift")
                .setStatus(AlertStatus.OPEN)
                .setSeverity(Severity.HIGH)
                .setOpenedAt(Instant.EPOCH)
                .setUpdatedAt(time)
                .setTitle("drift")
                .setMessage("")
                .setEvidence(List.of())
                .build();
    }

    private static RetrainRequest request(Instant time) {
        return RetrainRequest.newBuilder()
                .setTriggerId("trigger")
                .setModel("housing")
                .setRequestedAt(time)
                .setRequestedBy("policy")
                .setReasons(List.of("drift"))
                .build();
    }
}
