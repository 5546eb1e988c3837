package io.tidemark.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Challenger;
import io.tidemark.event.Prediction;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.Verdict;
import io.tidemark.event.VerdictReached;
import io.tidemark.event.VersionRef;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolloutAuditTest {
    private final TimelineState timeline = new TimelineState();
    private long offset;

    @Test
    void verdictThatWasCarriedOutHolds() {
        verdict("v", Verdict.ROLLBACK, 0);
        route(1, List.of());

        assertThat(kept())
                .isEqualTo(
                        new Invariant("each verdict was carried out, once, on labels of the log", true, "1 verdicts"));
    }

    @Test
    void promotionOfAnotherVersionIsFound() {
        verdict("v", Verdict.PROMOTE, 0);
        route(1, List.of());

        assertThat(kept().passed()).isFalse();
        assertThat(kept().detail()).contains("followed by another routing");
    }

    @Test
    void versionThatGoesOnAfterItsRollbackIsFound() {
        verdict("v", Verdict.ROLLBACK, 0);
        route(1, List.of(new Challenger(2, "b", 500, "salt")));

        assertThat(kept().passed()).isFalse();
    }

    @Test
    void verdictThatWasReachedTwiceIsFound() {
        verdict("v", Verdict.PROMOTE, 0);
        verdict("v", Verdict.PROMOTE, 0);
        route(2, List.of());

        assertThat(kept().detail()).contains("reached twice");
    }

    @Test
    void labelsThatAreNotOnTheLogAreFound() {
        verdict("v", Verdict.PROMOTE, 7);
        route(2, List.of());

        assertThat(kept().detail()).contains("counts 7.0 labels, of 0");
    }

    private Invariant kept() {
        return new RolloutAudit(new LogContents(
                        Set.of(),
                        List.of(new LogContents.Stamped<>(new Coordinates(0, 0), 0, new Prediction())),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Set.of(),
                        timeline))
                .kept();
    }

    private void verdict(String id, Verdict verdict, double labels) {
        add(
                id,
                VerdictReached.newBuilder()
                        .setChallengerVersion(2)
                        .setChampionVersion(1)
                        .setVerdict(verdict)
                        .setEvidence(Map.of("labels_challenger", labels))
                        .build());
    }

    private void route(int champion, List<Challenger> challengers) {
        add(
                "routing-" + offset,
                Activated.newBuilder()
                        .setCause(ActivationCause.ROLLOUT)
                        .setChampion(new VersionRef(champion, "a"))
                        .setChallengers(challengers)
                        .setShadows(List.of())
                        .build());
    }

    private void add(String id, Object fact) {
        timeline.accept(new TimelineEntry(
                offset++,
                TimelineEvent.newBuilder()
                        .setEventId(id)
                        .setModel("homes")
                        .setTime(Instant.EPOCH)
                        .setActor("rollout")
                        .setReason("")
                        .setFact(fact)
                        .build()));
    }
}
