package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Performance;
import io.tidemark.event.Prediction;
import io.tidemark.event.Superseded;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedbackTopologyTest {
    private FeedbackRig rig = new FeedbackRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aLabelMatchesItsPredictionInEitherOrder() {
        rig.predict(rig.prediction("early", 100));
        rig.label(rig.truth("late", 210L));
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.labels("pending")).isEqualTo(1);
        assertThat(rig.predictions("open")).isEqualTo(1);
        rig.label(rig.truth("early", 90.0));
        rig.predict(rig.prediction("late", 200));

        assertThat(rig.outcomes())
                .extracting(Outcome::getRequestId, Outcome::getStatus, Outcome::getPredicted, Outcome::getLabel)
                .containsExactly(
                        tuple("early", OutcomeStatus.MATCHED, 100.0, 90.0),
                        tuple("late", OutcomeStatus.MATCHED, 200.0, 210L));
        assertThat(rig.predictions("matched")).isEqualTo(2);
        assertThat(rig.predictions("open")).isZero();
        assertThat(rig.labels("joined")).isEqualTo(2);
        assertThat(rig.labels("pending")).isZero();
    }

    @Test
    void anOutcomeHoldsTheFeaturesAsServedAndTheTimeOfTheRecordThatCompletedIt() {
        rig.predict(rig.prediction("r", 100));
        rig.advance(Duration.ofSeconds(30));
        GroundTruth truth = rig.truth("r", 90.0, 3);
        rig.label(truth);

        TestRecord<String, Outcome> record = rig.outcomeRecords().readRecord();
        assertThat(record.key()).isEqualTo("r");
        assertThat(record.getRecordTime()).isEqualTo(FeedbackRig.START.plusSeconds(30));
        Outcome outcome = record.value();
        assertThat(outcome.getFeatures()).containsEntry("rooms", 3L).containsEntry("region", "coast");
        assertThat(outcome.getEventTime()).isEqualTo(FeedbackRig.START);
        assertThat(outcome.getLabelTime()).isEqualTo(truth.getEventTime());
        assertThat(outcome.getRevision()).isEqualTo(3);
        assertThat(outcome.getVersion()).isEqualTo(1);
        assertThat(outcome.getVariant()).isEqualTo("champion");
        assertThat(outcome.getBundleSha256()).isEqualTo(FeedbackRig.SHA);
    }

    @Test
    void aCorrectionReplacesTheLabelAndTakesTheOldRowBack() {
        rig.predict(rig.prediction("r", 100));
        rig.predict(rig.prediction("s", 100));
        rig.label(rig.truth("r", 900.0, 0));
        rig.label(rig.truth("s", 110.0, 0));
        rig.label(rig.truth("r", 96.0, 2));
        rig.label(rig.truth("r", 95.0, 2));
        rig.label(rig.truth("r", 1.0, 1));
        tick(2);

        assertThat(rig.outcomes())
                .extracting(Outcome::getStatus, Outcome::getLabel, Outcome::getRevision)
                .containsExactly(
                        tuple(OutcomeStatus.MATCHED, 900.0, 0),
                        tuple(OutcomeStatus.MATCHED, 110.0, 0),
                        tuple(OutcomeStatus.CORRECTED, 96.0, 2));
        assertThat(rig.labels("joined")).isEqualTo(3);
        assertThat(rig.labels("duplicate")).isEqualTo(1);
        assertThat(rig.labels("stale")).isEqualTo(1);
        Performance total = rig.newest("total");
        assertThat(total.getLabelled()).isEqualTo(2);
        assertThat(total.getMetrics().get("mae")).isEqualTo(7.0);
    }

    @Test
    void aPredictionWithoutLabelExpiresAfterTheHorizonAndALaterLabelIsLate() {
        rig.predict(rig.prediction("r", 100));
        rig.advance(Duration.ofMinutes(59));
        assertThat(rig.outcomes()).isEmpty();
        rig.advance(Duration.ofMinutes(1));

        TestRecord<String, Outcome> record = rig.outcomeRecords().readRecord();
        assertThat(record.value().getStatus()).isEqualTo(OutcomeStatus.EXPIRED);
        assertThat(record.value().getLabel()).isNull();
        assertThat(record.getRecordTime()).isEqualTo(FeedbackRig.START.plus(Duration.ofHours(1)));
        assertThat(rig.predictions("expired")).isEqualTo(1);
        assertThat(rig.predictions("open")).isZero();

        rig.label(rig.truth("r", 90.0));
        assertThat(rig.outcomes()).isEmpty();
        assertThat(rig.labels("late")).isEqualTo(1);

        rig.advance(Duration.ofHours(1));
        assertThat(rig.requestsHeld()).isZero();
    }

    @Test
    void anExpiredPredictionGivesNoOutcomeUnlessAskedForButIsCounted() {
        rig.close();
        rig = rig(FeedbackRig.MANIFEST.replace("{horizon: 1h}", "{horizon: 1h, emit_expired: false}"));
        rig.predict(rig.prediction("r", 100));
        rig.advance(Duration.ofHours(1));
        assertThat(rig.outcomes()).isEmpty();
        assertThat(rig.predictions("expired")).isEqualTo(1);
    }

    @Test
    void aLabelWithoutPredictionIsOrphanedAfterItsWait() {
        rig.label(rig.truth("nobody", 1.0));
        rig.advance(Duration.ofHours(23));
        assertThat(rig.labels("pending")).isEqualTo(1);
        rig.advance(Duration.ofHours(1));
        assertThat(rig.labels("orphaned")).isEqualTo(1);
        assertThat(rig.labels("pending")).isZero();
        assertThat(rig.requestsHeld()).isZero();
    }

    @Test
    void aSecondPredictionOfTheSameRequestIsLeftOut() {
        rig.predict(rig.prediction("r", 100));
        rig.predict(rig.prediction("r", 200));
        rig.label(rig.truth("r", 90.0));
        assertThat(rig.outcomes()).extracting(Outcome::getPredicted).containsExactly(100.0);
        assertThat(rig.predictions("matched")).isEqualTo(1);
        assertThat(rig.predictions("open")).isZero();
    }

    @Test
    void theAnswerOfARepairingRollbackIsCountedAndOtherwiseLeftOut() {
        rig.predict(rig.prediction("r", 100));
        Prediction repair = Prediction.newBuilder(rig.prediction("r", 50))
                .setSupersedes(new Superseded(1, FeedbackRig.SHA, 0, 3L, 100.0, "repair"))
                .build();
        rig.predict(repair);
        rig.label(rig.truth("r", 90.0));
        tick(1);

        assertThat(rig.outcomes()).extracting(Outcome::getPredicted).containsExactly(100.0);
        assertThat(rig.deadLetters()).isEmpty();
        assertThat(rig.repairs()).isEqualTo(1);
    }

    @Test
    void aRecordFromTheFutureExpiresNothing() {
        rig.predict(rig.prediction("r", 100));
        rig.raw(
                Topics.GROUND_TRUTH,
                bytes("x"),
                rig.bytes(Topics.GROUND_TRUTH, rig.truth("x", 1.0)),
                rig.now().plus(Duration.ofMinutes(59)));
        rig.raw(
                Topics.GROUND_TRUTH,
                bytes("y"),
                rig.bytes(Topics.GROUND_TRUTH, rig.truth("y", 1.0)),
                Instant.ofEpochMilli(Long.MAX_VALUE));
        rig.predict(rig.prediction("ahead", 100, 1, "coast", rig.now().plus(Duration.ofMinutes(50))));
        tick(10);
        assertThat(rig.outcomes()).isEmpty();
        assertThat(rig.predictions("open")).isEqualTo(2);

        rig.label(rig.truth("r", 90.0));
        assertThat(rig.outcomes()).hasSize(1);
    }

    @Test
    void expiryIsSpreadOverLooksOfBoundedSize() {
        rig.close();
        var usual = FeedbackConfig.DEFAULT;
        rig = new FeedbackRig(
                FeedbackRig.source(FeedbackRig.manifest(FeedbackRig.MANIFEST)),
                new FeedbackConfig(usual.limits(), usual.maxAhead(), usual.labelWait(), usual.interval(), 3),
                FeedbackRig.temporaryFolder(),
                new FeedbackRig.Shared(FeedbackRig.START));
        for (int i = 0; i < 8; i++) {
            rig.predict(rig.prediction("r" + i, 100));
        }
        rig.advance(Duration.ofHours(1));
        assertThat(rig.predictions("expired")).isEqualTo(3);
        tick(1);
        assertThat(rig.predictions("expired")).isEqualTo(6);
        tick(1);
        assertThat(rig.predictions("expired")).isEqualTo(8);
        tick(1);
        assertThat(rig.predictions("open")).isZero();
    }

    @Test
    void aLabelOfAnotherPartitionIsMovedToItsPrediction() {
        rig.close();
        FeedbackRig.Shared shared = new FeedbackRig.Shared(FeedbackRig.START);
        shared.partitions = 1_000;
        rig = new FeedbackRig(
                FeedbackRig.source(FeedbackRig.manifest(FeedbackRig.MANIFEST)),
                FeedbackConfig.DEFAULT,
                FeedbackRig.temporaryFolder(),
                shared);
        rig.predict(rig.prediction("r", 100));
        rig.label(rig.truth("r", 90.0));
        assertThat(rig.moved()).containsExactly("r");
        assertThat(rig.outcomes()).hasSize(1);
        assertThat(rig.labels("joined")).isEqualTo(1);
    }

    @Test
    void liveQualityIsPerVersionSegmentAndWindow() {
        rig.predict(rig.prediction("a", 100, 1, "coast", rig.now()));
        rig.predict(rig.prediction("b", 100, 1, "inland", rig.now()));
        rig.predict(rig.prediction("c", 100, 1, "moon", rig.now()));
        rig.predict(rig.prediction("d", 100, 2, "coast", rig.now()));
        rig.label(rig.truth("a", 101.0));
        rig.label(rig.truth("b", 102.0));
        rig.label(rig.truth("c", 104.0));
        tick(2);

        List<Performance> records = rig.performance();
        assertThat(records)
                .filteredOn(p -> p.getWindow().equals("total") && p.getVersion() == 1)
                .extracting(
                        p -> p.getSegment() == null ? "" : p.getSegment().getValue(),
                        Performance::getPredictions,
                        Performance::getLabelled,
                        p -> p.getMetrics().get("mae"))
                .containsExactlyInAnyOrder(
                        tuple("", 3L, 3L, 7.0 / 3),
                        tuple("coast", 1L, 1L, 1.0),
                        tuple("inland", 1L, 1L, 2.0),
                        tuple("(other)", 1L, 1L, 4.0));
        assertThat(records)
                .filteredOn(p -> p.getVersion() == 2)
                .allSatisfy(p -> {
                    assertThat(p.getMetrics()).isEmpty();
                    assertThat(p.getPredictions()).isEqualTo(1);
                })
                .extracting(Performance::getWindow)
                .contains("total", "fast", "slow");
        assertThat(records).allSatisfy(p -> assertThat(p.getBaseline()).containsEntry("mae", 10.0));
    }

    @Test
    void aWindowRollsOnAndTheTotalDoesNot() {
        rig.predict(rig.prediction("old", 100));
        rig.label(rig.truth("old", 200.0));
        rig.advance(Duration.ofMinutes(2));
        rig.predict(rig.prediction("new", 100));
        rig.label(rig.truth("new", 101.0));
        tick(2);

        List<Performance> records = rig.performance();
        Performance fast = newest(records, "fast");
        assertThat(fast.getLabelled()).isEqualTo(1);
        assertThat(fast.getMetrics().get("mae")).isEqualTo(1.0);
        assertThat(Duration.between(fast.getWindowStart(), fast.getWindowEnd())).isEqualTo(Duration.ofMinutes(1));
        assertThat(fast.getWindowEnd()).isEqualTo(FeedbackRig.START.plusSeconds(126));
        assertThat(newest(records, "slow").getMetrics().get("mae")).isCloseTo(50.5, within(1e-12));
        assertThat(newest(records, "total").getLabelled()).isEqualTo(2);
    }

    @Test
    void aLabelThatComesMuchLaterStillCountsWhereItsRequestWas() {
        rig.predict(rig.prediction("r", 100));
        rig.advance(Duration.ofMinutes(50));
        rig.label(rig.truth("r", 103.0));
        tick(2);
        Performance fast = rig.newest("fast");
        assertThat(fast.getLabelled()).isEqualTo(1);
        assertThat(fast.getWindowEnd()).isEqualTo(FeedbackRig.START.plusSeconds(6));
    }

    /// Where labels take longer than a window is long, all of a version's first windows are past when they come.
    @Test
    void theFirstLabelFindsAllThatWasAskedInItsWindow() {
        for (int i = 0; i < 300; i++) {
            rig.predict(rig.prediction("r" + i, 100));
            tick(1);
        }
        rig.performance();
        rig.label(rig.truth("r70", 103.0));
        tick(2);

        Performance fast = rig.newest("fast");
        assertThat(fast.getLabelled()).isEqualTo(1);
        assertThat(fast.getPredictions()).isBetween(54L, 60L);
        assertThat(fast.getWindowEnd()).isEqualTo(FeedbackRig.START.plusSeconds(72));
    }

    @Test
    void aRequestAtTheEpochIsJoinedAndMeasuredAsAnyOther() {
        rig.predict(rig.prediction("r", 100, 1, "coast", Instant.EPOCH));
        rig.label(rig.truth("r", 103.0));
        tick(2);
        assertThat(rig.deadLetters()).isEmpty();
        assertThat(rig.outcomes()).hasSize(1);
        Performance fast = rig.newest("fast");
        assertThat(fast.getLabelled()).isEqualTo(1);
        assertThat(fast.getMetrics().get("mae")).isEqualTo(3.0);
        assertThat(fast.getWindowEnd()).isEqualTo(Instant.EPOCH.plusSeconds(6));
    }

    @Test
    void aVersionThatNoLongerAnswersIsForgottenWhenNoLabelCanComeForIt() {
        rig.predict(rig.prediction("old", 100));
        rig.label(rig.truth("old", 101.0));
        tick(2);
        rig.advance(Duration.ofHours(2));
        version2("soon");
        assertThat(rig.totalsHeld()).anyMatch(key -> key.startsWith("homes/1/"));
        assertThat(rig.versionsShown()).containsExactlyInAnyOrder("1", "2");

        rig.advance(Duration.ofMinutes(15));
        version2("later");
        assertThat(rig.totalsHeld()).isNotEmpty().allMatch(key -> key.startsWith("homes/2/"));
        assertThat(rig.versionsShown()).containsExactly("2");
    }

    private void version2(String id) {
        rig.predict(rig.prediction(id, 100, 2, "coast", rig.now()));
        rig.label(rig.truth(id, 101.0));
        tick(2);
    }

    private static Performance newest(List<Performance> records, String window) {
        return records.stream()
                .filter(p -> p.getWindow().equals(window) && p.getSegment() == null)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            rig.advance(Duration.ofSeconds(1));
        }
    }

    private static FeedbackRig rig(String manifest) {
        Path state = FeedbackRig.temporaryFolder();
        return new FeedbackRig(
                FeedbackRig.source(FeedbackRig.manifest(manifest)),
                FeedbackConfig.DEFAULT,
                state,
                new FeedbackRig.Shared(FeedbackRig.START));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
