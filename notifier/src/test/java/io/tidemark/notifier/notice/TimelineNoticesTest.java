package io.tidemark.notifier.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Challenger;
import io.tidemark.event.Noted;
import io.tidemark.event.Registered;
import io.tidemark.event.Severity;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.Verdict;
import io.tidemark.event.VerdictReached;
import io.tidemark.event.VersionRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineNoticesTest {
    private static final String SHA = "a".repeat(64);

    @Test
    void aRollbackIsUrgentAndSaysWhoAndWhy() {
        FactNotice notice = TimelineNotices.of(event(activated(ActivationCause.ROLLBACK, List.of())))
                .orElseThrow();

        assertThat(notice.severity()).isEqualTo(Severity.HIGH);
        assertThat(notice.title()).isEqualTo("housing: rolled back to version 2");
        assertThat(notice.text()).isEqualTo("By ana: wrong prices");
        assertThat(notice.id()).isEqualTo("e1");
    }

    @Test
    void aPromotionAndEachRolloutStageAreTold() {
        assertThat(TimelineNotices.of(event(activated(ActivationCause.PROMOTION, List.of())))
                        .orElseThrow()
                        .title())
                .isEqualTo("housing: version 2 is promoted");
        List<Challenger> trial = List.of(new Challenger(3, SHA, 250, "salt"));
        assertThat(TimelineNotices.of(event(activated(ActivationCause.ROLLOUT, trial)))
                        .orElseThrow()
                        .title())
                .isEqualTo("housing: on trial: version 3 with 2.5 %");
        assertThat(TimelineNotices.of(event(activated(ActivationCause.ROLLOUT, List.of())))
                        .orElseThrow()
                        .title())
                .isEqualTo("housing: no version is on trial any more");
    }

    @Test
    void aVerdictBringsItsEvidence() {
        FactNotice notice = TimelineNotices.of(
                        event(new VerdictReached(3, 2, Verdict.ROLLBACK, Map.of("e_value", 41.5))))
                .orElseThrow();

        assertThat(notice.title()).isEqualTo("housing: version 3 is worse on trial against version 2");
        assertThat(notice.severity()).isEqualTo(Severity.HIGH);
        assertThat(notice.details()).containsEntry("verdict", "ROLLBACK").containsEntry("e_value", "41.50");
    }

    /// The same is said by the stage's alert.
    @Test
    void whatTheRolloutDecidesIsToldByItsAlertsAlone() {
        for (Object fact : List.of(
                new VerdictReached(3, 2, Verdict.ROLLBACK, Map.of()),
                activated(ActivationCause.ROLLBACK, List.of()),
                activated(ActivationCause.PROMOTION, List.of()),
                activated(ActivationCause.ROLLOUT, List.of(new Challenger(3, SHA, 2_500, "salt"))))) {
            TimelineEvent decided =
                    TimelineEvent.newBuilder(event(fact)).setActor("rollout").build();

            assertThat(TimelineNotices.of(decided)).isEmpty();
            assertThat(TimelineNotices.of(event(fact))).isPresent();
        }
    }

    @Test
    void aVersionThatItsGatesRefusedIsToldAnApprovedOneIsNot() {
        assertThat(TimelineNotices.of(event(new Registered(4, SHA, "run-1", false, Map.of())))
                        .orElseThrow()
                        .kind())
                .isEqualTo("not-approved");
        assertThat(TimelineNotices.of(event(new Registered(4, SHA, "run-1", true, Map.of()))))
                .isEqualTo(Optional.empty());
    }

    @Test
    void whatTheMachineDoesForItselfIsNotTold() {
        assertThat(TimelineNotices.of(event(new Acknowledged("i", "e0", 2, SHA, 1.0, 1.0, 1.0))))
                .isEmpty();
        assertThat(TimelineNotices.of(event(activated(ActivationCause.SHADOW, List.of()))))
                .isEmpty();
        assertThat(TimelineNotices.of(event(new Noted("something", Map.of())))).isEmpty();
        assertThat(TimelineNotices.of(event(new Noted("rollout-stage", Map.of("share", "10 %"))))
                        .orElseThrow()
                        .details())
                .containsEntry("share", "10 %");
    }

    @Test
    void aPromotionThatWasRefusedIsToldWithItsReason() {
        FactNotice notice = TimelineNotices.of(
                        event(new Noted("promotion-refused", Map.of("version", "3", "reason", "wrong prices"))))
                .orElseThrow();

        assertThat(notice.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(notice.title()).isEqualTo("housing: version 3 is not promoted");
        assertThat(notice.text()).contains("wrong prices");
        assertThat(notice.details()).containsExactly(Map.entry("version", "3"));
    }

    private static Activated activated(ActivationCause cause, List<Challenger> challengers) {
        return new Activated(cause, new VersionRef(2, SHA), challengers, List.of());
    }

    private static TimelineEvent event(Object fact) {
        return TimelineEvent.newBuilder()
                .setEventId("e1")
                .setModel("housing")
                .setTime(Instant.EPOCH)
                .setActor("ana")
                .setReason("wrong prices")
                .setFact(fact)
                .build();
    }
}
