package io.tidemark.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.bridge.AliasRules.Serving;
import io.tidemark.registry.HistoryEntry.AliasSet;
import io.tidemark.registry.mlflow.AliasNote;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AliasRulesTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Instant LONG_AGO = NOW.minusSeconds(3600);
    private static final Instant LATER = LONG_AGO.plusSeconds(60);

    @Test
    void agreementIsNothing() {
        assertThat(decide(2, note(2, LONG_AGO), serving(2, LONG_AGO))).isEqualTo(new AliasStep.Nothing());
    }

    @Test
    void agreementThatNobodyNotedIsRemembered() {
        assertThat(decide(2, note(1, LONG_AGO), serving(2, LATER)))
                .isEqualTo(new AliasStep.Remember(2, "joiner", "because"));
    }

    @Test
    void anAliasThatSomebodyElseMovedIsTakenOver() {
        assertThat(decide(3, note(2, LONG_AGO), serving(2, LONG_AGO)))
                .isEqualTo(new AliasStep.TakeOver(3, "mlflow", "The alias was set in MLflow."));
    }

    @Test
    void anAliasOfSomebodyElseWinsOverATimelineThatHasGoneOn() {
        assertThat(decide(4, note(3, LONG_AGO), serving(2, LATER))).isInstanceOf(AliasStep.TakeOver.class);
    }

    @Test
    void whoMovesTheAliasHasTimeToTellTheTimeline() {
        assertThat(decide(3, note(3, NOW.minusSeconds(5)), serving(2, LONG_AGO)))
                .isEqualTo(new AliasStep.Wait());
    }

    @Test
    void whoDiedBeforeTellingIsFinishedFor() {
        assertThat(decide(3, note(3, LATER), serving(2, LONG_AGO)))
                .isEqualTo(new AliasStep.TakeOver(3, "ada", "looks good"));
    }

    @Test
    void aTimelineThatHasGoneOnIsWrittenBack() {
        assertThat(decide(3, note(3, LONG_AGO), serving(2, LATER)))
                .isEqualTo(new AliasStep.WriteBack(2, "joiner", "because"));
    }

    @Test
    void whoeverIsMovingTheAliasAtThisMomentIsWaitedFor() {
        assertThat(decide(2, begun(3, NOW.minusSeconds(1)), serving(2, LONG_AGO)))
                .isEqualTo(new AliasStep.Wait());
        assertThat(decide(2, begun(3, NOW.minusSeconds(1)), serving(3, NOW))).isEqualTo(new AliasStep.Wait());
    }

    @Test
    void aMoveThatNeverReachedTheAliasIsNoWishOfSomebodyElse() {
        assertThat(decide(2, begun(3, LONG_AGO), serving(3, LATER))).isInstanceOf(AliasStep.WriteBack.class);
        assertThat(decide(2, begun(3, LONG_AGO), serving(2, LATER))).isInstanceOf(AliasStep.Remember.class);
    }

    @Test
    void aFirstChampionOfTheTimelineIsWrittenBack() {
        assertThat(AliasRules.decide(Optional.empty(), Optional.empty(), Optional.of(serving(1, LONG_AGO)), NOW))
                .isInstanceOf(AliasStep.WriteBack.class);
    }

    @Test
    void anAliasThatSomebodyTookAwayIsNotForcedBack() {
        assertThat(AliasRules.decide(
                        Optional.empty(), Optional.of(note(1, LONG_AGO)), Optional.of(serving(1, LONG_AGO)), NOW))
                .isEqualTo(new AliasStep.Nothing());
    }

    @Test
    void aFirstAliasOfSomebodyElseIsTakenOver() {
        assertThat(AliasRules.decide(Optional.of(1), Optional.empty(), Optional.empty(), NOW))
                .isInstanceOf(AliasStep.TakeOver.class);
    }

    private static AliasStep decide(int alias, AliasNote note, Serving serving) {
        return AliasRules.decide(Optional.of(alias), Optional.of(note), Optional.of(serving), NOW);
    }

    private static AliasNote note(int version, Instant time) {
        return new AliasNote(new AliasSet(time, "champion", version, "ada", "looks good"), true);
    }

    private static AliasNote begun(int version, Instant time) {
        return new AliasNote(note(version, time).set(), false);
    }

    private static Serving serving(int version, Instant time) {
        return new Serving(version, time, "joiner", "because");
    }
}
