package io.tidemark.trainer.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Activated;
import io.tidemark.event.GateResult;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Registered;
import io.tidemark.event.RetrainRequest;
import io.tidemark.event.RunStatus;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.TrainingRun;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.Topics;
import io.tidemark.trainer.Toys;
import io.tidemark.trainer.retrain.RunPublisher.ConsumedRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@WithStack
class RetrainWorkerTest {
    @TempDir
    Path folder;

    private final TestStack stack;

    RetrainWorkerTest(TestStack stack) {
        this.stack = stack;
    }

    @Test
    void aRequestEndsInAVersionItsFactsAndACommittedOffset() {
        try (RetrainScene scene = RetrainScene.of(stack, folder, "answered")) {
            RetrainRequest request = scene.request("trigger-1");
            ConsumedRequest consumed = scene.consumed(request);

            scene.worker(scene.registry()).answer(request, consumed);

            assertThat(scene.registry().versions("answered")).singleElement().satisfies(version -> {
                assertThat(version.runId()).isEqualTo("trigger-1");
                assertThat(version.approved()).isTrue();
            });
            assertThat(scene.registry().aliases("answered")).containsEntry(ModelRegistry.CHAMPION, 1);
            assertRegisteredAndActivatedOnce(scene, "trigger-1");
            assertThat(scene.committed()).contains(consumed.offset() + 1);
            TrainingRun end = scene.ends("trigger-1").getFirst();
            assertThat(end.getStatus()).isEqualTo(RunStatus.APPROVED);
            assertThat(end.getVersion()).isEqualTo(1);
            assertThat(end.getRows()).isEqualTo(400);
            assertThat(end.getReplayedRows()).isZero();
            assertThat(end.getMetrics()).containsKey("mae");
            assertThat(end.getGates())
                    .isNotEmpty()
                    .allSatisfy(gate -> assertThat(gate.getPassed()).isTrue());
            assertThat(scene.runs("trigger-1"))
                    .extracting(TrainingRun::getStep)
                    .containsSubsequence("split", "select", "fit", "evaluate", "gates", "register");
        }
    }

    @Test
    void aRequestThatIsReadTwiceIsAnsweredOnce() {
        try (RetrainScene scene = RetrainScene.of(stack, folder, "twice")) {
            RetrainRequest request = scene.request("trigger-1");
            scene.worker(scene.registry()).answer(request, scene.consumed(request));

            ConsumedRequest again = scene.consumed(request);
            scene.worker(scene.registry()).answer(request, again);

            assertThat(scene.registry().versions("twice")).hasSize(1);
            assertThat(scene.ends("trigger-1")).hasSize(1);
            assertRegisteredAndActivatedOnce(scene, "trigger-1");
            assertThat(scene.committed()).contains(again.offset() + 1);
        }
    }

    @Test
    void twoTriggersAreTwoRunsAndTheSecondIsHeldAgainstTheFirst() {
        try (RetrainScene scene = RetrainScene.of(stack, folder, "two")) {
            for (String trigger : List.of("trigger-1", "trigger-2")) {
                RetrainRequest request = scene.request(trigger);
                scene.worker(scene.registry()).answer(request, scene.consumed(request));
            }

            assertThat(scene.registry().versions("two")).hasSize(2);
            assertThat(scene.ends("trigger-2").getFirst().getGates())
                    .anySatisfy(gate -> assertThat(gate.getGate()).isEqualTo("champion"));
            assertThat(scene.registry().aliases("two")).containsEntry(ModelRegistry.CHAMPION, 2);
        }
    }

    @ParameterizedTest
    @EnumSource(PowerCut.Moment.class)
    void aRunThatDiedBetweenTwoStepsIsFinishedOnce(PowerCut.Moment moment) {
        String model =
                "died-" + moment.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        try (RetrainScene scene = RetrainScene.of(stack, folder, model)) {
            RetrainRequest request = scene.request("trigger-1");
            ConsumedRequest consumed = scene.consumed(request);
            RetrainWorker unlucky = scene.worker(PowerCut.at(moment, scene.registry()));

            assertThatThrownBy(() -> unlucky.answer(request, consumed)).isInstanceOf(PowerCut.class);

            assertThat(scene.ends("trigger-1")).isEmpty();
            assertThat(scene.facts()).isEmpty();
            assertThat(scene.committed()).isEmpty();

            scene.restarted(scene.registry()).answer(request, consumed);

            assertThat(scene.registry().versions(model)).hasSize(1);
            assertThat(scene.registry().aliases(model)).containsEntry(ModelRegistry.CHAMPION, 1);
            assertThat(scene.ends("trigger-1")).singleElement().satisfies(end -> {
                assertThat(end.getStatus()).isEqualTo(RunStatus.APPROVED);
                assertThat(end.getRows()).isEqualTo(400);
                assertThat(end.getGates())
                        .extracting(GateResult::getGate)
                        .containsExactly("parity", "behaviour", "size");
                assertThat(end.getGates().getLast().getLimit()).isEqualTo(100);
                assertThat(end.getGates().getLast().getObserved()).isPositive();
                assertThat(end.getGates().getLast().getMessage()).isNotEmpty();
            });
            assertRegisteredAndActivatedOnce(scene, "trigger-1");
            assertThat(scene.committed()).contains(consumed.offset() + 1);
        }
    }

    @Test
    void requestsThatWaitForOneModelAreAnsweredByOneRun() {
        try (RetrainScene scene = RetrainScene.of(stack, folder, "collapsed")) {
            RetrainRequest first = scene.request("trigger-1");
            ConsumedRequest consumed = scene.consumed(first);
            RetrainRequest second = scene.request("trigger-2");
            scene.send(second);
            scene.send(first);
            scene.send(second);
            RetrainRequest windowed = RetrainRequest.newBuilder(scene.request("trigger-3"))
                    .setReplayFrom(OutcomeLog.START)
                    .build();
            scene.send(windowed);
            RetrainWorker worker = scene.worker(scene.registry());

            worker.answer(first, consumed);

            TrainingRun end = scene.ends("trigger-1").getFirst();
            assertThat(scene.ends("trigger-2")).singleElement().satisfies(answer -> {
                assertThat(answer.getRunId()).isEqualTo("trigger-1");
                assertThat(answer.getStatus()).isEqualTo(RunStatus.APPROVED);
                assertThat(answer.getVersion()).isEqualTo(end.getVersion());
                assertThat(answer.getBundleSha256()).isEqualTo(end.getBundleSha256());
                assertThat(answer.getMessage()).startsWith("Answered by run trigger-1");
            });
            assertThat(scene.ends("trigger-3")).as("it wants another window").isEmpty();
            assertThat(scene.committed()).contains(consumed.offset() + 1);

            for (RetrainRequest passedOver : List.of(second, first, second)) {
                consumed = new ConsumedRequest(consumed.partition(), consumed.offset() + 1, consumed.group());
                worker.answer(passedOver, consumed);
                assertThat(scene.committed()).contains(consumed.offset() + 1);
            }
            assertThat(scene.ends("trigger-2")).hasSize(1);
            assertThat(scene.registry().versions("collapsed")).hasSize(1);
            assertRegisteredAndActivatedOnce(scene, "trigger-1");
        }
    }

    /// What is missing for one request may be there for the next.
    @Test
    void aRunThatFailsAnswersItsOwnRequestOnly() {
        try (RetrainScene scene = new RetrainScene(
                stack, folder, "fails-alone", Toys.SMALL.replace("synthetic:rows=400,seed=1", "nowhere.csv"))) {
            RetrainRequest first = scene.request("trigger-1");
            ConsumedRequest consumed = scene.consumed(first);
            scene.send(scene.request("trigger-2"));

            scene.worker(scene.registry()).answer(first, consumed);

            assertThat(scene.ends("trigger-1"))
                    .extracting(TrainingRun::getStatus)
                    .containsExactly(RunStatus.FAILED);
            assertThat(scene.ends("trigger-2")).isEmpty();
        }
    }

    /// The run began before what waits now was asked for.
    @Test
    void aRunThatAnEarlierTryRegisteredAnswersItsOwnRequestOnly() {
        try (RetrainScene scene = RetrainScene.of(stack, folder, "registered")) {
            RetrainRequest first = scene.request("trigger-1");
            ConsumedRequest consumed = scene.consumed(first);
            RetrainWorker unlucky = scene.worker(PowerCut.at(PowerCut.Moment.AFTER_REGISTERING, scene.registry()));
            assertThatThrownBy(() -> unlucky.answer(first, consumed)).isInstanceOf(PowerCut.class);
            scene.send(scene.request("trigger-2"));

            scene.restarted(scene.registry()).answer(first, consumed);

            assertThat(scene.ends("trigger-1")).hasSize(1);
            assertThat(scene.ends("trigger-2")).isEmpty();
        }
    }

    @Test
    void aRefusedVersionIsAFactAndNoChampion() {
        try (RetrainScene scene = new RetrainScene(
                stack, folder, "refused", Toys.SMALL.replace("latency_us: 100000", "limits: {r2: 0.99999}"))) {
            RetrainRequest request = scene.request("trigger-1");
            scene.worker(scene.registry()).answer(request, scene.consumed(request));

            assertThat(scene.ends("trigger-1"))
                    .extracting(TrainingRun::getStatus)
                    .containsExactly(RunStatus.REJECTED);
            assertThat(scene.ends("trigger-1").getFirst().getMessage()).startsWith("REJECTED: r2 is ");
            assertThat(scene.facts())
                    .singleElement()
                    .satisfies(fact -> assertThat(((Registered) fact.getFact()).getApproved())
                            .isFalse());
            assertThat(scene.registry().aliases("refused")).isEmpty();
        }
    }

    @Test
    void anApprovedVersionWaitsWhereTheManifestSaysSo() {
        try (RetrainScene scene = new RetrainScene(
                stack, folder, "waits", Toys.SMALL.replace("retrain: {", "retrain: {auto_activate: false, "))) {
            RetrainRequest request = scene.request("trigger-1");
            scene.worker(scene.registry()).answer(request, scene.consumed(request));

            assertThat(scene.facts())
                    .extracting(fact -> fact.getFact().getClass().getSimpleName())
                    .containsExactly("Registered");
            assertThat(scene.registry().aliases("waits")).isEmpty();
        }
    }

    @Test
    void aRunThatFailsIsToldAndLeavesTheChampion() {
        try (RetrainScene scene = RetrainScene.of(stack, folder, "fails")) {
            RetrainRequest good = scene.request("trigger-1");
            scene.worker(scene.registry()).answer(good, scene.consumed(good));
        }
        try (RetrainScene scene = new RetrainScene(
                stack, folder, "fails", Toys.SMALL.replace("synthetic:rows=400,seed=1", "nowhere.csv"))) {
            List<TimelineEvent> before = scene.facts();
            RetrainRequest bad = scene.request("trigger-2");
            ConsumedRequest consumed = scene.consumed(bad);

            scene.worker(scene.registry()).answer(bad, consumed);

            assertThat(scene.ends("trigger-2")).singleElement().satisfies(end -> {
                assertThat(end.getStatus()).isEqualTo(RunStatus.FAILED);
                assertThat(end.getMessage())
                        .startsWith("The run failed, the champion stays: ")
                        .contains("nowhere.csv");
                assertThat(end.getVersion()).isNull();
            });
            assertThat(scene.facts()).isEqualTo(before);
            assertThat(scene.registry().aliases("fails")).containsEntry(ModelRegistry.CHAMPION, 1);
            assertThat(scene.committed()).contains(consumed.offset() + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../etc", "a/b", ".hidden", "a b"})
    void aTriggerThatCouldBeAPathFails(String trigger) {
        try (RetrainScene scene = RetrainScene.of(stack, folder, "paths")) {
            RetrainRequest request = scene.request(trigger);
            scene.worker(scene.registry()).answer(request, scene.consumed(request));

            assertThat(scene.ends(trigger)).last().satisfies(end -> {
                assertThat(end.getStatus()).isEqualTo(RunStatus.FAILED);
                assertThat(end.getMessage()).contains("trigger_id");
            });
            assertThat(scene.registry().versions("paths")).isEmpty();
        }
    }

    @Test
    void aModelThatNobodyDescribesFails() {
        try (RetrainScene scene = RetrainScene.of(stack, folder, "unknown")) {
            RetrainRequest request = RetrainRequest.newBuilder(scene.request("trigger-1"))
                    .setModel("nobody")
                    .build();
            scene.worker(scene.registry()).answer(request, scene.consumed(request));

            assertThat(stack.readAll(Topics.TRAINING_RUNS))
                    .filteredOn(message -> message.value().getModel().equals("nobody"))
                    .singleElement()
                    .satisfies(
                            message -> assertThat(message.value().getMessage()).contains("Found no such file"));
        }
    }

    /// A trainer that is told to stop did not fail: its request is read again.
    @Test
    void aRunThatIsGivenUpSaysNothing() {
        try (RetrainScene scene = RetrainScene.of(stack, folder, "given-up")) {
            RetrainRequest request = scene.request("trigger-1");
            ConsumedRequest consumed = scene.consumed(request);
            RetrainWorker worker = scene.worker(scene.registry());
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> worker.answer(request, consumed)).isInstanceOf(RuntimeException.class);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }

            assertThat(scene.ends("trigger-1")).isEmpty();
            assertThat(scene.committed()).isEmpty();
            scene.restarted(scene.registry()).answer(request, consumed);
            assertThat(scene.ends("trigger-1"))
                    .extracting(TrainingRun::getStatus)
                    .containsExactly(RunStatus.APPROVED);
        }
    }

    @Test
    void labelledOutcomesAreReplayedEachOnceWithItsNewestLabel() {
        try (RetrainScene scene = RetrainScene.of(stack, folder, "replayed")) {
            try (OutcomeLog log = new OutcomeLog(stack)) {
                for (int i = 0; i < 60; i++) {
                    log.matched("replayed", "r" + i, i, 100.0 + i);
                }
                log.write("replayed", "r0", 0, 2, OutcomeStatus.CORRECTED, 500L);
                log.write("replayed", "r0", 0, 1, OutcomeStatus.CORRECTED, 400L);
                log.write("replayed", "expired", 30, 0, OutcomeStatus.EXPIRED, null);
                log.matched("replayed", "too-late", 60, 1.0);
                log.matched("replayed", "too-early", -1, 1.0);
                log.matched("somebody-else", "r1", 1, 1.0);
            }
            RetrainRequest request = RetrainRequest.newBuilder(scene.request("trigger-1"))
                    .setReplayFrom(OutcomeLog.START)
                    .setReplayTo(OutcomeLog.START.plusSeconds(60))
                    .build();

            scene.worker(scene.registry()).answer(request, scene.consumed(request));

            TrainingRun end = scene.ends("trigger-1").getFirst();
            assertThat(end.getMessage()).isNotEmpty();
            assertThat(end.getReplayedRows()).isEqualTo(60);
            assertThat(end.getRows()).isEqualTo(400);
            assertThat(scene.registry().versions("replayed").getFirst().tags()).containsEntry("replayed_rows", "60");
            assertThat(folder.resolve("runs/replayed/trigger-1/predictions-test.csv"))
                    .content()
                    .contains("r59,159.0,")
                    .contains("r48,148.0,")
                    .doesNotContain("r47,");
        }
    }

    private static void assertRegisteredAndActivatedOnce(RetrainScene scene, String trigger) {
        assertThat(scene.facts())
                .extracting(TimelineEvent::getEventId)
                .containsExactly(trigger + "/registered", trigger + "/activated");
        Activated activated = (Activated) scene.facts().getLast().getFact();
        assertThat(activated.getChampion().getVersion()).isEqualTo(1);
        assertThat(activated.getChampion().getBundleSha256())
                .isEqualTo(scene.ends(trigger).getFirst().getBundleSha256());
    }
}
