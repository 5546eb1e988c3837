package io.tidemark.feedback.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Prediction;
import io.tidemark.event.Refused;
import io.tidemark.event.Severity;
import io.tidemark.event.Superseded;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.Verdict;
import io.tidemark.event.VerdictReached;
import io.tidemark.feedback.topology.FeedbackRig;
import io.tidemark.streamkit.routing.KeyBuckets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutTopologyTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path state;

    private final RolloutRig.Shared shared = new RolloutRig.Shared();
    private RolloutRig rig;

    @BeforeEach
    void open() {
        rig = rig(RolloutRig.MANIFEST);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void betterVersionClimbsTheRampAndIsPromoted() {
        begin();
        rig.serve(200, 20, 4);
        settle();

        assertThat(rig.routing().getChallengers())
                .singleElement()
                .satisfies(challenger -> assertThat(challenger.getShareBp()).isEqualTo(5_000));

        rig.serve(300, 20, 4);
        settle();

        assertThat(rig.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.getVerdict()).isEqualTo(Verdict.PROMOTE);
            assertThat(verdict.getChallengerVersion()).isEqualTo(2);
            assertThat(verdict.getEvidence().get("improvement_low")).isPositive();
            assertThat(verdict.getEvidence().get("improvement_high")).isGreaterThan(0.5);
            assertThat(verdict.getEvidence().get("log10_evidence_better")).isGreaterThan(1.3);
        });
        Activated routing = rig.routing();
        assertThat(routing.getCause()).isEqualTo(ActivationCause.PROMOTION);
        assertThat(routing.getChampion()).isEqualTo(RolloutRig.SECOND);
        assertThat(routing.getChallengers()).isEmpty();
    }

    /// Rows that only one version can have would look like keys that were not split as asked for.
    @Test
    void whileABundleCannotBeHadLabelsWaitForItAndCountThen() {
        begin();
        shared.missing.add(RolloutRig.FIRST.getBundleSha256());
        rig.serve(200, 20, 4);
        settle();
        assertThat(rig.verdicts()).isEmpty();
        assertThat(rig.standings())
                .allSatisfy(standing -> assertThat(standing.getMetrics())
                        .containsEntry("labels_champion", 0.0)
                        .containsEntry("labels_challenger", 0.0));

        shared.missing.clear();
        rig.advance(MINUTE);
        settle();

        assertThat(rig.routing().getChallengers())
                .singleElement()
                .satisfies(challenger -> assertThat(challenger.getShareBp()).isEqualTo(5_000));
    }

    @Test
    void worseVersionIsRolledBackWhateverItsStage() {
        begin();
        rig.serve(400, 5, 40);
        settle();

        assertThat(rig.verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.getVerdict()).isEqualTo(Verdict.ROLLBACK));
        assertThat(rig.routing().getCause()).isEqualTo(ActivationCause.ROLLBACK);
        assertThat(rig.routing().getChampion()).isEqualTo(RolloutRig.FIRST);
        assertThat(rig.routing().getChallengers()).isEmpty();
    }

    @Test
    void youngRequestsDoNotCountYet() {
        begin();
        rig.serve(100, 5, 40);
        rig.advance(Duration.ofSeconds(30));

        assertThat(rig.verdicts()).isEmpty();
        assertThat(rig.standings())
                .allSatisfy(standing -> assertThat(standing.getLabelled()).isZero());
    }

    @Test
    void trialWithoutTrafficEndsAsInconclusive() {
        begin();
        pass(62);

        assertThat(rig.verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.getVerdict()).isEqualTo(Verdict.INCONCLUSIVE));
        assertThat(rig.routing().getChallengers()).isEmpty();
        assertThat(rig.routing().getChampion()).isEqualTo(RolloutRig.FIRST);
    }

    @Test
    void sameVersionTwiceIsNeverPromotedAndEndsAsInconclusive() {
        begin();
        for (int minute = 0; minute < 75; minute++) {
            rig.serve(10, 10, 10);
            rig.advance(MINUTE);
        }
        pass(62);

        assertThat(rig.verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.getVerdict()).isEqualTo(Verdict.INCONCLUSIVE));
    }

    @Test
    void ofAKeyTheFirstRequestCountsWhicheverLabelComesFirst() {
        begin();
        Prediction first = ofEntity("r-1", 110);
        rig.advance(Duration.ofSeconds(10));
        Prediction second = ofEntity("r-2", 190);
        rig.answer(first, 1_000);
        rig.answer(second, 1_000);
        rig.outcome(second, 100);
        rig.advance(Duration.ofSeconds(10));
        rig.outcome(first, 100);
        settle();

        assertThat(rig.standings().getLast().getMetrics())
                .containsEntry("labels_champion", 1.0)
                .containsEntry("mean_loss_champion", 10 / 100.0);
        assertThat(rig.dropped("known-key")).isEqualTo(1);
    }

    @Test
    void requestOfAKeyThatHasCountedStays() {
        begin();
        Prediction first = ofEntity("r-1", 110);
        rig.advance(Duration.ofSeconds(10));
        Prediction second = ofEntity("r-2", 190);
        rig.answer(first, 1_000);
        rig.answer(second, 1_000);
        rig.outcome(second, 100);
        settle();
        rig.outcome(first, 100);
        settle();

        assertThat(rig.standings().getLast().getMetrics())
                .containsEntry("labels_champion", 1.0)
                .containsEntry("mean_loss_champion", 90 / 100.0);
    }

    private Prediction ofEntity(String id, double value) {
        return Prediction.newBuilder(rig.prediction(id, RolloutRig.FIRST, "champion", value))
                .setEntityId("e")
                .build();
    }

    @Test
    void keyCountsOnceHoweverOftenItAsks() {
        begin();
        Prediction first = rig.prediction("r-1", RolloutRig.FIRST, "champion", 110);
        Prediction second = Prediction.newBuilder(first).setRequestId("r-2").build();
        for (Prediction prediction : List.of(first, second)) {
            Prediction ofEntity =
                    Prediction.newBuilder(prediction).setEntityId("e").build();
            rig.answer(ofEntity, 1_000);
            rig.outcome(ofEntity, 100);
        }
        settle();

        assertThat(rig.standings().getLast().getMetrics()).containsEntry("labels_champion", 1.0);
        assertThat(rig.dropped("known-key")).isEqualTo(1);
    }

    @Test
    void outcomeMayComeBeforeItsPrediction() {
        begin();
        Prediction prediction = rig.prediction("r-1", RolloutRig.FIRST, "champion", 110);
        rig.outcome(prediction, 100);
        rig.answer(prediction, 1_000);
        settle();

        assertThat(rig.standings().getLast().getMetrics()).containsEntry("labels_champion", 1.0);
    }

    @Test
    void correctionOfARepairIsNoAnswer() {
        begin();
        Prediction correction = Prediction.newBuilder(rig.prediction("r-1", RolloutRig.FIRST, "champion", 110))
                .setSupersedes(new Superseded(2, "b".repeat(64), 0, 7L, 99.0, "repair"))
                .build();
        rig.answer(correction, 1_000);
        rig.outcome(correction, 100);
        settle();

        assertThat(rig.standings().getLast().getMetrics()).containsEntry("labels_champion", 0.0);
    }

    @Test
    void challengerThatRefusesItsRequestsIsRolledBack() {
        begin();
        rig.serve(50, 10, 10);
        IntStream.range(0, 500)
                .mapToObj(i -> "k" + i)
                .filter(RolloutTopologyTest::isChallengers)
                .forEach(rig::letter);
        rig.advance(Duration.ofSeconds(2));

        assertThat(rig.verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.getVerdict()).isEqualTo(Verdict.ROLLBACK));
        assertThat(lastVerdict().getReason()).startsWith("dead-letters");
    }

    @Test
    void oneEntityWithManyBadRequestsRollsNothingBack() {
        begin();
        rig.serve(50, 10, 10);
        String entity = IntStream.range(0, 500)
                .mapToObj(i -> "e" + i)
                .filter(RolloutTopologyTest::isChallengers)
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < 200; i++) {
            rig.letter("bad-" + i, entity, "OUT_OF_RANGE");
        }
        rig.advance(Duration.ofSeconds(2));

        assertThat(rig.verdicts()).isEmpty();
        assertThat(rig.standings().getLast().getMetrics())
                .containsEntry("refused_keys_challenger", 1.0)
                .containsEntry("refused_keys_champion", 0.0);
    }

    @Test
    void requestsThatBothVersionsRefuseRollNothingBack() {
        begin();
        rig.serve(50, 10, 10);
        IntStream.range(0, 500).mapToObj(i -> "k" + i).forEach(rig::letter);
        rig.advance(Duration.ofSeconds(2));

        assertThat(rig.verdicts()).isEmpty();
        assertThat(rig.standings().getLast().getMetrics().get("refused_keys_challenger"))
                .isPositive();
    }

    @Test
    void letterThatNoVersionCouldHaveAnsweredCountsForNobody() {
        begin();
        rig.serve(50, 10, 10);
        IntStream.range(0, 500)
                .mapToObj(i -> "k" + i)
                .filter(RolloutTopologyTest::isChallengers)
                .forEach(key -> rig.letter(key, null, "EXPIRED"));
        rig.advance(Duration.ofSeconds(2));

        assertThat(rig.verdicts()).isEmpty();
        assertThat(rig.standings().getLast().getMetrics()).containsEntry("dead_letter_share_challenger", 0.0);
    }

    @Test
    void slowChallengerIsRolledBack() {
        begin();
        for (int i = 0; i < 1_100; i++) {
            rig.answer(rig.prediction("a" + i, RolloutRig.FIRST, "champion", 100), 2_000);
            rig.answer(rig.prediction("b" + i, RolloutRig.SECOND, "challenger", 100), 9_000);
        }
        rig.advance(Duration.ofSeconds(2));
        rig.advance(Duration.ofSeconds(2));

        assertThat(lastVerdict().getReason()).startsWith("latency");
        assertThat(rig.routing().getChallengers()).isEmpty();
    }

    @Test
    void splitThatIsNotTheOneAskedForEndsTheTrial() {
        begin();
        for (int i = 0; i < 100; i++) {
            Prediction prediction = rig.prediction(
                    "r" + i,
                    i % 2 == 0 ? RolloutRig.FIRST : RolloutRig.SECOND,
                    i % 2 == 0 ? "champion" : "challenger",
                    110);
            rig.answer(prediction, 1_000);
            rig.outcome(prediction, 100);
        }
        settle();

        assertThat(lastVerdict().getReason()).startsWith("sample-ratio");
        assertThat(rig.verdicts().getLast().getVerdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void shadowIsHeldAgainstTheChampionRequestByRequest() {
        shadow();
        rig.serve(200, 10, 0.5);
        settle();

        assertThat(rig.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.getVerdict()).isEqualTo(Verdict.PROMOTE);
            assertThat(verdict.getEvidence()).containsEntry("labels_challenger", 200.0);
        });
        assertThat(rig.routing().getChampion()).isEqualTo(RolloutRig.SECOND);
        assertThat(rig.routing().getShadows()).isEmpty();
    }

    @Test
    void shadowThatLeavesRequestsUnscoredIsRolledBack() {
        shadow();
        rig.serve(50, 10, 0.5);
        for (int i = 0; i < 30; i++) {
            Prediction unscored = rig.prediction("unscored-" + i, RolloutRig.FIRST, "champion", 110);
            rig.answer(unscored, 1_000);
            rig.outcome(unscored, 100);
        }
        settle();

        assertThat(lastVerdict().getReason()).startsWith("unscored").contains("30 of 80 requests");
        assertThat(rig.verdicts().getLast().getVerdict()).isEqualTo(Verdict.ROLLBACK);
        assertThat(rig.routing().getChampion()).isEqualTo(RolloutRig.FIRST);
    }

    @Test
    void requestsFromBeforeTheShadowBeganDoNotCountAgainstIt() {
        shadow();
        for (int i = 0; i < 100; i++) {
            Prediction early = rig.prediction("early-" + i, RolloutRig.FIRST, "champion", 110);
            rig.answer(early, 1_000);
            rig.outcome(early, 100);
        }
        rig.serve(200, 10, 0.5);
        settle();

        assertThat(rig.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.getVerdict()).isEqualTo(Verdict.PROMOTE);
            assertThat(verdict.getEvidence()).containsEntry("unscored", 0.0);
        });
        assertThat(rig.dropped("before-shadow")).isEqualTo(100);
    }

    @Test
    void aShadowThatIsReadyAndNeverScoresIsRolledBackAsSoonAsThatIsClear() {
        shadow();
        rig.fact(
                fact("ready", new Acknowledged("one", "start", 2, RolloutRig.SECOND.getBundleSha256(), 1.0, 1.0, 1.0)));
        unscored("early", 5);
        rig.advance(Duration.ofMinutes(2));
        unscored("late", 20);
        settle();

        assertThat(lastVerdict().getReason()).startsWith("unscored").contains("20 of 20 requests");
        assertThat(rig.routing().getChampion()).isEqualTo(RolloutRig.FIRST);
        assertThat(rig.routing().getShadows()).isEmpty();
        assertThat(rig.dropped("before-shadow")).isEqualTo(5);
    }

    @Test
    void aVersionThatNoScorerServesIsRolledBack() {
        shadow();
        rig.fact(fact(
                "refused",
                new Refused(
                        "one",
                        "start",
                        2,
                        RolloutRig.SECOND.getBundleSha256(),
                        "golden-rows",
                        "Found 1, expected 2.")));
        rig.advance(Duration.ofSeconds(50));
        assertThat(rig.verdicts()).as("others may serve it").isEmpty();
        rig.advance(Duration.ofSeconds(20));
        rig.tick();

        assertThat(rig.verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.getVerdict()).isEqualTo(Verdict.ROLLBACK));
        assertThat(lastVerdict().getReason()).startsWith("refused").contains("golden-rows: Found 1, expected 2.");
    }

    @Test
    void aVersionThatOneScorerRefusesAndAnotherServesGoesOn() {
        shadow();
        rig.fact(fact(
                "refused", new Refused("one", "start", 2, RolloutRig.SECOND.getBundleSha256(), "latency", "Slow.")));
        rig.fact(
                fact("ready", new Acknowledged("two", "start", 2, RolloutRig.SECOND.getBundleSha256(), 1.0, 1.0, 1.0)));
        rig.advance(Duration.ofMinutes(5));
        rig.tick();

        assertThat(rig.verdicts()).isEmpty();
    }

    private void unscored(String prefix, int requests) {
        for (int i = 0; i < requests; i++) {
            Prediction unscored = rig.prediction(prefix + "-" + i, RolloutRig.FIRST, "champion", 110);
            rig.answer(unscored, 1_000);
            rig.outcome(unscored, 100);
        }
    }

    private TimelineEvent fact(String id, Object fact) {
        return TimelineEvent.newBuilder()
                .setEventId(id)
                .setModel("homes")
                .setTime(rig.now())
                .setActor("scorer")
                .setReason("")
                .setFact(fact)
                .build();
    }

    @Test
    void slowShadowIsRolledBack() {
        shadow();
        for (int i = 0; i < 1_100; i++) {
            rig.answer(rig.prediction("r" + i, RolloutRig.FIRST, "champion", 100), 2_000);
            rig.shadow("r" + i, 100, 9_000);
        }
        rig.advance(Duration.ofSeconds(2));
        rig.advance(Duration.ofSeconds(2));

        assertThat(lastVerdict().getReason()).startsWith("latency");
    }

    /// By hand, from what was answered and labelled: the requests before the cut are those of the verdict.
    @Test
    void verdictIsThatOfTheRequestsBeforeItsCut() {
        shadow();
        Map<Long, Double> errors = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            double error = 10 + i % 7;
            errors.put(rig.now().toEpochMilli(), error);
            Prediction prediction = rig.prediction("r" + i, RolloutRig.FIRST, "champion", 100 + error);
            rig.answer(prediction, 1_000);
            rig.shadow("r" + i, 100 + error / 2, 1_000);
            rig.outcome(prediction, 100);
            rig.advance(Duration.ofSeconds(1));
        }

        Map<String, Double> evidence = rig.verdicts().getFirst().getEvidence();
        double cutMs = evidence.getOrDefault("cut_ms", 0.0);
        DoubleSummaryStatistics counted = errors.entrySet().stream()
                .filter(entry -> entry.getKey() < cutMs)
                .mapToDouble(Map.Entry::getValue)
                .summaryStatistics();
        assertThat(evidence).containsEntry("labels_champion", (double) counted.getCount());
        assertThat(evidence.get("mean_loss_champion")).isCloseTo(counted.getAverage() / 100, within(1e-12));
        assertThat(evidence.get("mean_loss_challenger")).isCloseTo(counted.getAverage() / 200, within(1e-12));
    }

    @Test
    void promotionWaitsForAPersonWhereTheManifestSaysSo() {
        reopen(RolloutRig.MANIFEST.replace("strategy: canary", "strategy: canary, approval: manual"));
        rig.route("start", 5_000);
        rig.serve(300, 20, 4);
        settle();
        settle();

        assertThat(rig.verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.getVerdict()).isEqualTo(Verdict.PROMOTE));
        assertThat(rig.activations()).hasSize(1);
        assertThat(rig.alerts())
                .last()
                .satisfies(alert -> assertThat(alert.getAdvice()).contains("tidemark approve homes"));

        rig.serve(400, 5, 60);
        settle();

        assertThat(rig.verdicts()).hasSize(2);
        assertThat(rig.verdicts().getLast().getVerdict()).isEqualTo(Verdict.ROLLBACK);
    }

    @Test
    void modelWithoutARolloutSectionIsThePersonsOwn() {
        reopen(FeedbackRig.MANIFEST);
        rig.route("start", 1_000);
        rig.serve(50, 5, 40);
        settle();
        rig.advance(Duration.ofDays(30));

        assertThat(rig.verdicts()).isEmpty();
        assertThat(rig.activations()).hasSize(1);
    }

    @Test
    void restartLosesAndDoublesNothing() {
        begin();
        rig.serve(100, 20, 4);
        rig.advance(MINUTE);
        restart();
        rig.serve(100, 20, 4);
        settle();
        restart();
        settle();
        rig.serve(300, 20, 4);
        settle();
        restart();
        settle();

        assertThat(rig.verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.getVerdict()).isEqualTo(Verdict.PROMOTE));
        assertThat(rig.verdicts().getLast().getEvidence().getOrDefault("labels_challenger", 0.0)
                        + rig.verdicts().getLast().getEvidence().getOrDefault("labels_champion", 0.0))
                .isEqualTo(500);
        assertThat(rig.activations())
                .extracting(TimelineEvent::getEventId)
                .containsExactly("start", "start/next", "start/next/next");
    }

    /// The process dies after its facts were committed and before it read them back.
    @Test
    void decisionThatIsOnTheLogAlreadyIsNotMadeAgain() {
        begin();
        rig.serve(200, 20, 4);
        shared.clock.clock.forward(MINUTE.multipliedBy(2));
        rig.advance(Duration.ofSeconds(1));
        List<TimelineEvent> before = List.copyOf(shared.timeline);
        restart();
        rig.advance(Duration.ofSeconds(1));

        assertThat(before).hasSize(2);
        assertThat(shared.timeline).isEqualTo(before);
    }

    @Test
    void activationOfAPersonWinsOverADecisionThatDidNotKnowIt() {
        begin();
        rig.serve(200, 20, 4);
        shared.clock.clock.forward(MINUTE.multipliedBy(2));
        rig.tick();
        List<TimelineEvent> decided = rig.unread();
        rig.route("person", 0);
        decided.forEach(rig::fact);
        rig.advance(Duration.ofSeconds(1));
        rig.advance(Duration.ofSeconds(1));

        assertThat(rig.routing().getChallengers()).isEmpty();
        assertThat(rig.activations())
                .extracting(TimelineEvent::getEventId)
                .containsExactly("start", "person", "start/next", "start/next/yield");
    }

    @Test
    void eachStageIsTold() {
        begin();
        rig.advance(Duration.ofSeconds(1));
        rig.serve(200, 20, 4);
        settle();
        rig.serve(300, 5, 60);
        settle();

        assertThat(rig.alerts())
                .extracting(Alert::getAlertId, Alert::getStatus, Alert::getSeverity)
                .containsExactly(
                        tuple("rollout/homes/start", AlertStatus.OPEN, Severity.LOW),
                        tuple("rollout/homes/start", AlertStatus.RESOLVED, Severity.LOW),
                        tuple("rollout/homes/start/next", AlertStatus.OPEN, Severity.LOW),
                        tuple("rollout/homes/start/next", AlertStatus.ESCALATED, Severity.HIGH),
                        tuple("rollout/homes/start/next", AlertStatus.RESOLVED, Severity.HIGH));
    }

    @Test
    void aStageThatAPersonEndsIsOverAndTheNextOneIsOpen() {
        begin();
        rig.advance(Duration.ofSeconds(1));
        rig.route("person", 3_000);
        rig.advance(Duration.ofSeconds(1));
        rig.route("person-again", 0);
        rig.advance(Duration.ofSeconds(1));

        assertThat(rig.alerts())
                .extracting(Alert::getAlertId, Alert::getStatus)
                .containsExactly(
                        tuple("rollout/homes/start", AlertStatus.OPEN),
                        tuple("rollout/homes/start", AlertStatus.RESOLVED),
                        tuple("rollout/homes/person", AlertStatus.OPEN),
                        tuple("rollout/homes/person", AlertStatus.RESOLVED));
    }

    @Test
    void keysOfATrialThatIsOverAreForgotten() {
        begin();
        rig.serve(30, 10, 10);
        rig.route("person", 0);
        rig.advance(Duration.ofSeconds(1));
        rig.advance(Duration.ofSeconds(1));

        assertThat(rig.held(RolloutNames.TRIAL_KEYS)).isZero();
        assertThat(rig.held(RolloutNames.TRIAL_LOSSES)).isZero();
        assertThat(rig.held(RolloutNames.LOADS)).isZero();
    }

    /// The outage is longer than a stage may last: what came meanwhile is read first.
    @Test
    void outageDoesNotMakeAStageOlder() {
        begin();
        rig.advance(MINUTE);
        shared.clock.clock.forward(Duration.ofHours(3));
        restart();
        rig.advance(Duration.ofSeconds(1));

        assertThat(rig.verdicts()).isEmpty();

        pass(45);
        assertThat(rig.verdicts()).isEmpty();

        pass(80);
        assertThat(rig.verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.getVerdict()).isEqualTo(Verdict.INCONCLUSIVE));
    }

    /// Another process had this task, and had read more of the timeline.
    @Test
    void trialWhoseStageIsNotKnownYetIsLeftAlone() {
        begin();
        rig.serve(400, 5, 40);
        rig.advance(Duration.ofSeconds(1));
        List<TimelineEvent> timeline = List.copyOf(shared.timeline);
        shared.timeline.clear();
        rig.route("old", 0);
        restart();
        settle();

        assertThat(rig.verdicts()).isEmpty();

        timeline.forEach(rig::fact);
        settle();
        assertThat(rig.verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.getVerdict()).isEqualTo(Verdict.ROLLBACK));
    }

    @Test
    void rowsThatCannotBeReadAreCountedAndStopNothing() {
        begin();
        rig.row(new byte[] {0, 0, 0, 127, 127, 1});
        rig.row(new byte[] {9});
        settle();

        assertThat(rig.dropped("undecodable")).isEqualTo(2);
    }

    private void begin() {
        rig.route("start", 1_000);
    }

    private void shadow() {
        reopen(RolloutRig.MANIFEST.replace("strategy: canary", "strategy: shadow"));
        rig.shadow("start");
    }

    private void reopen(String manifest) {
        rig.close();
        rig = rig(manifest);
    }

    private RolloutRig rig(String manifest) {
        return new RolloutRig(manifest, state, shared);
    }

    private void restart() {
        rig = rig.restarted(state);
    }

    private static boolean isChallengers(String key) {
        return KeyBuckets.of(RolloutRig.EXPERIMENT, key) < 1_000;
    }

    private void pass(int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            rig.advance(MINUTE);
        }
    }

    /// Long enough for labels to mature, and for what was decided to be read back.
    private void settle() {
        rig.advance(MINUTE.multipliedBy(2));
        rig.advance(Duration.ofSeconds(1));
    }

    private TimelineEvent lastVerdict() {
        return shared.timeline.stream()
                .filter(event -> event.getFact() instanceof VerdictReached)
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
