package io.tidemark.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.audit.LogContents.Stamped;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each promise, broken alone.
class LogAuditTest {
    private static final String ANSWERED = "requests = predictions + dead letters";
    private static final String ONCE = "no request answered twice";
    private static final String EXPLAINED = "every prediction explained by the timeline";
    private static final String RECOMPUTED = "predictions computed again to the last bit";
    private static final String BALANCED = "predictions = matched + expired + open";
    private static final String CORRECTED = "every correction follows a label of a lower revision";
    private static final String JOINED = "every label that came in time was joined";
    private static final String READ = "every label is read or a dead letter";

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // made before each test
    private ModelRegistry registry;

    @SuppressWarnings("NullAway.Init") // made before each test
    private LogScene log;

    @BeforeEach
    void makeALogOnWhichEveryPromiseHolds() {
        registry = new LocalDirectoryRegistry(folder);
        log = new LogScene(ToyModel.register(registry));
    }

    @Test
    void everyPromiseHolds() {
        assertThat(broken()).isEmpty();
        assertThat(audit().check())
                .extracting(Invariant::name)
                .containsExactly(ANSWERED, ONCE, EXPLAINED, RECOMPUTED, BALANCED, CORRECTED, JOINED, READ);
        assertThat(audit().settled(2).passed()).isTrue();
        assertThat(audit().counts())
                .containsEntry("requests", 5L)
                .containsEntry("predictions_version_1", 4L)
                .containsEntry("outcomes_corrected", 1L);
        assertThat(audit().rejectedByReason()).containsEntry("WRONG_TYPE", 1L);
    }

    @Test
    void aRequestWithoutAnswerIsFound() {
        log.requests.add(new Coordinates(0, 5));

        assertThat(broken()).containsExactly(ANSWERED);
    }

    @Test
    void aRequestThatIsAnsweredAndRejectedIsFound() {
        log.rejected.add(LogScene.letter(3));

        assertThat(broken()).contains(ONCE);
    }

    @Test
    void anAnswerUnderAnotherActivationThanTheAdoptedOneIsFound() {
        log.timeline.accept(new TimelineEntry(2, LogScene.adopted("a-2", 2)));

        assertThat(broken()).containsExactly(EXPLAINED);
    }

    @Test
    void anAnswerThatIsNotTheModelsIsFoundToTheLastBit() {
        Stamped<Prediction> first = log.predictions.getFirst();
        log.predictions.set(
                0,
                new Stamped<>(
                        first.at(),
                        first.timestampMs(),
                        Prediction.newBuilder(first.value())
                                .setValue(Math.nextUp(first.value().getValue()))
                                .build()));

        assertThat(broken()).containsExactly(RECOMPUTED);
    }

    @Test
    void aPredictionThatEndsTwiceIsFound() {
        log.outcome(1, OutcomeStatus.EXPIRED, 0, 0);

        assertThat(broken()).containsExactly(BALANCED);
    }

    @Test
    void anOutcomeOfNothingIsFound() {
        log.outcome(4, OutcomeStatus.EXPIRED, 0, 0);

        assertThat(broken()).containsExactly(BALANCED);
    }

    @Test
    void aCorrectionOfNothingIsFound() {
        log.outcomes.removeIf(outcome -> outcome.getStatus() == OutcomeStatus.MATCHED);

        assertThat(broken()).contains(CORRECTED);
    }

    @Test
    void aCorrectionThatIsNoNewerIsFound() {
        log.outcome(2, OutcomeStatus.CORRECTED, 2.75, 1);

        assertThat(broken()).containsExactly(CORRECTED);
    }

    @Test
    void aCorrectionAfterTheHorizonIsFound() {
        log.outcome(3, OutcomeStatus.CORRECTED, 2.75, 1);

        assertThat(broken()).contains(CORRECTED);
    }

    @Test
    void aLabelThatIsNeitherReadNorADeadLetterIsFound() {
        log.unreadable.add(new Coordinates(0, 9));

        assertThat(broken()).containsExactly(READ);
    }

    @Test
    void anAnswerToNothingIsFound() {
        log.requests.remove(new Coordinates(0, 2));

        assertThat(broken()).containsExactly(ANSWERED);
    }

    @Test
    void whatIsUnderWayIsCountedAndNotMissed() {
        log.requests.add(new Coordinates(0, 5));
        log.label(1, 1.75, 1, 10_000);
        log.unreadable.add(new Coordinates(0, 9));
        LogReach reach = new LogReach(to(5), to(4), to(4), Map.of(), false, false);

        List<Invariant> found = new LogAudit(log.contents(), registry, reach).check();

        assertThat(found).allMatch(Invariant::passed);
        assertThat(found.getFirst().counts()).containsEntry("under_way", 1L).containsEntry("unanswered", 0L);
        assertThat(new LogAudit(log.contents(), registry, new LogReach(to(6), to(4), to(5), Map.of(), false, false))
                        .check())
                .filteredOn(invariant -> !invariant.passed())
                .extracting(Invariant::name)
                .containsExactly(ANSWERED, JOINED);
    }

    @Test
    void aLabelThatWasReadBeforeTheJoinerCommittedItMayBeJoined() {
        log.label(1, 1.75, 1, 10_000);
        log.outcome(1, OutcomeStatus.CORRECTED, 1.75, 1);

        assertThat(new LogAudit(log.contents(), registry, new LogReach(to(5), to(4), to(4), Map.of(), false, false))
                        .check())
                .allMatch(Invariant::passed);
    }

    @Test
    void whatTheTopicsNoLongerHaveIsNotMissed() {
        log.requests.remove(new Coordinates(0, 0));
        log.labels.removeIf(label -> label.value().getRequestId().equals("r-1"));
        log.predictions.removeIf(prediction -> prediction.value().getRequestId().equals("r-0"));
        LogReach reach = new LogReach(
                LogReach.Extent.ENDLESS, LogReach.Extent.ENDLESS, LogReach.Extent.ENDLESS, Map.of(0, 1L), true, true);

        List<Invariant> found = new LogAudit(log.contents(), registry, reach).check();

        assertThat(found).allMatch(Invariant::passed);
    }

    @Test
    void anotherModelsPartIsLeftOut() {
        log.rejected.add(LogScene.letter(3));

        assertThat(new LogAudit(log.contents().of("cars"), registry, LogReach.ALL).check())
                .allMatch(Invariant::passed);
    }

    @Test
    void aVersionThatTheRegistryDoesNotHaveIsSaidAndNotJudged() {
        LogAudit audit =
                new LogAudit(log.contents(), new LocalDirectoryRegistry(folder.resolve("empty")), LogReach.ALL);

        assertThat(audit.check())
                .filteredOn(invariant -> !invariant.passed())
                .extracting(Invariant::name)
                .containsExactly(RECOMPUTED);
        assertThat(audit.check(false)).allMatch(Invariant::passed);
    }

    private static LogReach.Extent to(long end) {
        return new LogReach.Extent(Map.of(0, end), 0);
    }

    /// A joiner that lost every label must not pass: all predictions are then merely open.
    @Test
    void labelsThatWereLostAreFound() {
        log.outcomes.clear();

        assertThat(broken()).containsExactly(JOINED);
        assertThat(audit().check().get(6).detail()).startsWith("2 labels owed to predictions, 2 of them lost");
    }

    @Test
    void aLabelInTimeWhosePredictionExpiredIsFound() {
        log.label(3, 3.5, 0, 3_000 + LogScene.HORIZON_MS - 1);

        assertThat(broken()).containsExactly(JOINED);
    }

    @Test
    void aLabelAtTheEndOfTheHorizonIsNotOwed() {
        log.label(3, 3.5, 0, 3_000 + LogScene.HORIZON_MS);

        assertThat(broken()).isEmpty();
    }

    @Test
    void aCorrectionThatWasPassedOverIsFound() {
        log.label(1, 1.75, 1, 10_000);

        assertThat(broken()).containsExactly(JOINED);
    }

    @Test
    void anEarlierRevisionOrADuplicateIsNotOwed() {
        log.label(2, 9.9, 0, 10_000);
        log.label(2, 2.75, 1, 11_000);

        assertThat(broken()).isEmpty();
    }

    @Test
    void aLabelThatNobodySentIsFound() {
        log.labels.removeIf(label -> label.value().getRequestId().equals("r-1"));

        assertThat(broken()).containsExactly(JOINED);
    }

    @Test
    void aPredictionThatStillWaitsIsNotSettled() {
        log.outcomes.removeIf(outcome -> outcome.getRequestId().equals("r-3"));

        assertThat(broken()).isEmpty();
        Invariant settled = audit().settled(1);
        assertThat(settled.passed()).isFalse();
        assertThat(settled.detail()).startsWith("1 predictions wait, 1 expired");
    }

    @Test
    void morePredictionsExpiredThanLabelsWereWithheldIsNotSettled() {
        assertThat(audit().settled(1).passed()).isFalse();
    }

    private List<String> broken() {
        return audit().check().stream()
                .filter(invariant -> !invariant.passed())
                .map(Invariant::name)
                .toList();
    }

    private LogAudit audit() {
        return new LogAudit(log.contents(), registry, LogReach.ALL);
    }
}
