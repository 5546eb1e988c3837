package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Performance;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.feedback.terms.VersionTerms;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The bundle of a version is being fetched: the stream goes on, and what came meanwhile is judged by the version's
/// terms once they are there, as if they had been there all the time.
class PendingTermsTest {
    private final Fetching terms = new Fetching();
    private final FeedbackRig rig = new FeedbackRig(
            terms, FeedbackConfig.DEFAULT, FeedbackRig.temporaryFolder(), new FeedbackRig.Shared(FeedbackRig.START));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void whatCameMeanwhileIsJoinedMeasuredAndTold() {
        terms.pending = true;
        rig.predict(rig.prediction("r", 100));
        rig.label(rig.truth("r", 96.0));
        rig.label(rig.truth("s", 110.0));
        rig.predict(rig.prediction("s", 100));
        tick();
        assertThat(rig.outcomes()).isEmpty();
        terms.pending = false;
        tick();
        tick();
        assertThat(rig.outcomes()).extracting(Outcome::getRequestId).containsExactlyInAnyOrder("r", "s");
        assertThat(mae()).containsOnly(7.0);
        assertThat(rig.deadLetters()).isEmpty();
    }

    @Test
    void aLabelThatTheVersionCannotHaveIsRefusedThen() {
        terms.pending = true;
        rig.predict(rig.prediction("r", 100));
        rig.label(rig.truth("r", 5_000.0));
        tick();
        assertThat(rig.deadLetters()).isEmpty();
        terms.pending = false;
        tick();
        assertThat(rig.outcomes()).isEmpty();
        assertThat(rig.deadLetters()).extracting(DeadLetter::getReason).containsExactly("OUT_OF_RANGE");
    }

    /// The horizon ends while both wait: the label came in time, and is no late one.
    @Test
    void nothingThatWaitsExpires() {
        terms.pending = true;
        rig.predict(rig.prediction("r", 100));
        rig.label(rig.truth("r", 96.0));
        rig.predict(rig.prediction("never", 100));
        rig.advance(Duration.ofHours(3));
        terms.pending = false;
        tick();
        tick();
        assertThat(rig.outcomes())
                .extracting(outcome -> outcome.getRequestId() + " " + outcome.getStatus())
                .containsExactlyInAnyOrder("r " + OutcomeStatus.MATCHED, "never " + OutcomeStatus.EXPIRED);
    }

    /// As after a start: predictions are older than what is known of their version.
    @Test
    void labelsAndHorizonsOfOlderPredictionsWaitForTheTerms() {
        rig.predict(rig.prediction("r", 100));
        rig.predict(rig.prediction("never", 100));
        tick();
        tick();
        rig.performance();
        terms.pending = true;
        rig.label(rig.truth("r", 5_000.0));
        rig.label(rig.truth("r", 96.0));
        rig.advance(Duration.ofHours(3));
        assertThat(rig.outcomes()).isEmpty();
        assertThat(rig.performance()).as("windows of no known length").isEmpty();
        tick();
        assertThat(rig.outcomes()).isEmpty();
        terms.pending = false;
        tick();
        tick();
        assertThat(rig.outcomes())
                .extracting(outcome -> outcome.getRequestId() + " " + outcome.getStatus())
                .containsExactlyInAnyOrder("r " + OutcomeStatus.MATCHED, "never " + OutcomeStatus.EXPIRED);
        assertThat(rig.deadLetters()).extracting(DeadLetter::getReason).containsExactly("OUT_OF_RANGE");
        assertThat(mae()).containsOnly(4.0);
    }

    /// Panes that other tasks made wait as well: their windows are the version's.
    @Test
    void windowsHaveWhatWasCountedWhileTheirLengthsWereNotKnown() {
        rig.predict(rig.prediction("r", 100));
        rig.label(rig.truth("r", 96.0));
        terms.pendingPanes = true;
        tick();
        tick();
        assertThat(rig.performance()).isEmpty();
        terms.pendingPanes = false;
        tick();
        List<Performance> told = rig.performance();
        assertThat(told).extracting(Performance::getWindow).contains("total", "fast", "slow");
        assertThat(told).extracting(Performance::getLabelled).containsOnly(1L);
    }

    @Test
    void whatFailsWhenItIsTakenUpIsADeadLetterAndTheStreamGoesOn() {
        terms.pending = true;
        rig.predict(rig.prediction("r", 100));
        terms.pending = false;
        terms.broken = true;
        tick();
        assertThat(rig.deadLetters()).extracting(DeadLetter::getReason).containsExactly("PROCESSING_FAILED");
        terms.broken = false;
        rig.predict(rig.prediction("r", 100));
        rig.label(rig.truth("r", 96.0));
        assertThat(rig.outcomes()).extracting(Outcome::getRequestId).containsExactly("r");
        assertThat(rig.deadLetters()).isEmpty();
    }

    /// State, outcome, balance and row are of one piece: sent again, the record does all of it.
    @Test
    void aRecordThatFailedHasChangedNothing() {
        rig.predict(rig.prediction("r", 100));
        terms.broken = true;
        assertThatThrownBy(() -> rig.label(rig.truth("r", 96.0))).hasRootCauseMessage("The terms are broken.");
        assertThat(rig.outcomes()).isEmpty();
        terms.broken = false;
        rig.label(rig.truth("r", 96.0));
        tick();
        tick();
        assertThat(rig.outcomes()).extracting(Outcome::getStatus).containsExactly(OutcomeStatus.MATCHED);
        assertThat(mae()).containsOnly(4.0);
    }

    private List<Double> mae() {
        return rig.performance().stream()
                .filter(record -> record.getLabelled() > 0)
                .map(record -> record.getMetrics().get("mae"))
                .toList();
    }

    private void tick() {
        rig.advance(Duration.ofSeconds(1));
    }

    /// Terms whose bundle the test lets come.
    private static final class Fetching implements TermsSource {
        private final TermsSource known = FeedbackRig.source(FeedbackRig.manifest(FeedbackRig.MANIFEST));
        private boolean pending;
        private boolean pendingPanes;
        private boolean broken;

        @Override
        public VersionTerms of(String model, String sha256) {
            if (broken) {
                throw new IllegalStateException("The terms are broken.");
            }
            return pending ? VersionTerms.UNKNOWN : known.of(model, sha256);
        }

        @Override
        public boolean isPending(String model, String sha256) {
            return pending || pendingPanes;
        }
    }
}
