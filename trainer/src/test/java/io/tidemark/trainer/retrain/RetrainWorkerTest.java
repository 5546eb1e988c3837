package io.tidemark.trainer.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Activated;
import io.tidemark.event.Outcome;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@WithStack
class RetrainWorkerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

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
            assertThat(scene.ends("trigger-1"))
                    .extracting(TrainingRun::getStatus)
                    .containsExactly(RunStatus.APPROVED);
            assertRegisteredAndActivatedOnce(scene, "trigger-1");
            assertThat(scene.committed()).contains(consumed.offset() + 1);
        }
    }

    @Test
    void aRefusedVersionIsAFactAndNoChampion() {
        try (RetrainScene scene = new RetrainScene(
                stack, folder, "refused", Toys.YAML.replace("latency_us: 100000", "limits: {r2: 0.99999}"))) {
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
                stack, folder, "waits", Toys.YAML.replace("retrain: {", "retrain: {auto_activate: false, "))) {
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
                stack, folder, "fails", Toys.YAML.replace("synthetic:rows=400,seed=1", "nowhere.csv"))) {
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
            for (int i = 0; i < 60; i++) {
                outcome("replayed", "r" + i, i, 0, OutcomeStatus.MATCHED, 100.0 + i);
            }
            outcome("replayed", "r0", 0, 2, OutcomeStatus.CORRECTED, 500L);
            outcome("replayed", "r0", 0, 1, OutcomeStatus.CORRECTED, 400L);
            outcome("replayed", "expired", 30, 0, OutcomeStatus.EXPIRED, null);
            outcome("replayed", "too-late", 60, 0, OutcomeStatus.MATCHED, 1.0);
            outcome("replayed", "too-early", -1, 0, OutcomeStatus.MATCHED, 1.0);
            outcome("somebody-else", "r1", 1, 0, OutcomeStatus.MATCHED, 1.0);
            RetrainRequest request = RetrainRequest.newBuilder(scene.request("trigger-1"))
                    .setReplayFrom(NOW)
                    .setReplayTo(NOW.plusSeconds(60))
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

    private void outcome(
            String model,
            String requestId,
            int second,
            int revision,
            OutcomeStatus status,
            @org.jspecify.annotations.Nullable Object label) {
        RetrainScene.write(
                stack,
                stack.name(Topics.OUTCOMES),
                requestId,
                Outcome.newBuilder()
                        .setRequestId(requestId)
                        .setModel(model)
                        .setVersion(1)
                        .setBundleSha256("0".repeat(64))
                        .setVariant("champion")
                        .setTask(io.tidemark.event.Task.REGRESSION)
                        .setStatus(status)
                        .setEventTime(NOW.plusSeconds(second))
                        .setPredicted(1)
                        .setLabel(label)
                        .setRevision(revision)
                        .setFeatures(Map.of("a", 1.0 + second % 7, "b", 2.0, "c", "x", "d", true, "e", 3L))
                        .build());
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
