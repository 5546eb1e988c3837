package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.reading.ReadMark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A prediction expires when its horizon is over and no label that came in time can still be unread. The horizon is an
/// hour.
class ExpiryTest {
    private final FeedbackRig.Shared shared = new FeedbackRig.Shared(FeedbackRig.START);
    private final FeedbackRig rig = new FeedbackRig(
            FeedbackRig.source(FeedbackRig.manifest(FeedbackRig.MANIFEST)),
            FeedbackConfig.DEFAULT,
            FeedbackRig.temporaryFolder(),
            shared);

    @AfterEach
    void close() {
        rig.close();
    }

    /// Starved of the processor, or blocked by a fetch or a commit: time passes, and labels lie unread.
    @Test
    void silenceExpiresNothingWhileLabelsAreUnread() {
        rig.predict(rig.prediction("r", 100));
        rig.predict(rig.prediction("never", 100));
        shared.readUpTo = rig.now().plusSeconds(5);
        rig.advance(Duration.ofHours(3));
        tick();
        assertThat(rig.predictions("open")).isEqualTo(2);

        rig.labelAt(rig.truth("r", 90.0), FeedbackRig.START.plusSeconds(10));
        assertThat(statuses()).containsExactly(OutcomeStatus.MATCHED);
        shared.readUpTo = null;
        tick();
        assertThat(statuses()).containsExactly(OutcomeStatus.EXPIRED);
        requireBalance(1, 1, 0);
    }

    /// After an outage of days the backlog is read in whatever order its topics come.
    @Test
    void aRestartWithABacklogExpiresNothingThatHasItsLabelOnTheLog() {
        shared.readUpTo = Instant.ofEpochMilli(ReadMark.NONE);
        rig.advance(Duration.ofDays(2));
        Instant asked = FeedbackRig.START;
        rig.predictAt(rig.prediction("first", 100, 1, "coast", asked), asked);
        // Two days later than its neighbours: one such record makes nothing else late.
        rig.predictAt(rig.prediction("newest", 100, 1, "coast", rig.now()), rig.now());
        rig.labelAt(rig.truth("newest", 90.0), rig.now());
        tick();
        rig.labelAt(rig.truth("second", 90.0), asked.plusSeconds(60));
        rig.predictAt(rig.prediction("second", 100, 1, "coast", asked), asked.plusSeconds(1));
        rig.labelAt(rig.truth("first", 90.0), asked.plusSeconds(60));
        assertThat(rig.outcomes()).extracting(Outcome::getRequestId).containsExactly("newest", "second", "first");
        shared.readUpTo = null;
        tick();
        requireBalance(3, 0, 0);
    }

    @Test
    void aLabelThatCameAfterTheHorizonIsLateAlsoWhenItIsReadBeforeThePredictionExpires() {
        shared.readUpTo = rig.now();
        rig.predict(rig.prediction("r", 100));
        rig.advance(Duration.ofHours(2));
        rig.labelAt(rig.truth("r", 90.0), FeedbackRig.START.plus(Duration.ofHours(1)));
        assertThat(rig.labels("late")).isEqualTo(1);
        requireBalance(0, 0, 1);
        shared.readUpTo = null;
        tick();
        assertThat(statuses()).containsExactly(OutcomeStatus.EXPIRED);
        requireBalance(0, 1, 0);
    }

    /// The partition came to an instance that has just started: what it can say of the log begins anew.
    @Test
    void aPartitionThatMovedExpiresNothingUntilTheLogWasLookedAt() {
        shared.readUpTo = Instant.ofEpochMilli(ReadMark.NONE);
        rig.predict(rig.prediction("r", 100));
        rig.advance(Duration.ofHours(2));
        requireBalance(0, 0, 1);
        shared.readUpTo = null;
        tick();
        requireBalance(0, 1, 0);
    }

    /// Nothing comes any more, on either topic.
    @Test
    void onALogThatIsQuietForGoodEverythingExpiresInTime() {
        rig.predict(rig.prediction("r", 100));
        rig.advance(Duration.ofMinutes(60).minusSeconds(1));
        requireBalance(0, 0, 1);
        rig.advance(Duration.ofSeconds(1));
        requireBalance(0, 1, 0);
    }

    private List<OutcomeStatus> statuses() {
        return rig.outcomes().stream().map(Outcome::getStatus).toList();
    }

    private void requireBalance(long matched, long expired, long open) {
        assertThat(rig.predictions("matched")).isEqualTo(matched);
        assertThat(rig.predictions("expired")).isEqualTo(expired);
        assertThat(rig.predictions("open")).isEqualTo(open);
        assertThat(rig.predictionsSoFar()).isEqualTo(matched + expired + open);
    }

    private void tick() {
        rig.advance(Duration.ofSeconds(1));
    }
}
