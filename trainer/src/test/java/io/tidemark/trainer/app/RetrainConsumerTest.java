package io.tidemark.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.RetrainRequest;
import io.tidemark.event.RunStatus;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.TrainingRun;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.ServiceProcess;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.Topics;
import io.tidemark.trainer.retrain.RetrainScene;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

/// The container and what it reads. All tests read one topic with one group, one after the other.
@WithStack
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RetrainConsumerTest {
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    @TempDir
    static Path folder;

    private final TestStack stack;

    RetrainConsumerTest(TestStack stack) {
        this.stack = stack;
    }

    @Test
    @Order(1)
    void whatCannotBeReadIsADeadLetterAndRequestsThatWaitAreOneRunForEachModel() throws Exception {
        try (RetrainScene scene = RetrainScene.of(stack, folder, "first");
                RetrainScene other = RetrainScene.of(stack, folder, "other")) {
            raw("first", new byte[] {9, 9, 9});
            raw("first", null);
            raw("first", new byte[] {0, 0x7f, 0, 0, 1, 5});
            RetrainRequest request = scene.request("trigger-1");
            scene.send(request);
            scene.send(request);
            other.send(other.request("trigger-3"));
            scene.send(scene.request("trigger-2"));
            other.send(other.request("trigger-4"));
            RetrainConsumer consumer = consumer(scene, scene.registry());
            consumer.start();
            try {
                assertThat(consumer.isRunning()).isTrue();
                assertThat(consumer.health().getStatus()).isEqualTo(Status.UP);
                awaitEnds(other, "trigger-4", 1);
                awaitEnds(scene, "trigger-2", 1);
            } finally {
                consumer.stop();
            }

            assertThat(consumer.isRunning()).isFalse();
            assertThat(consumer.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(scene.ends("trigger-1"))
                    .extracting(TrainingRun::getStatus)
                    .containsExactly(RunStatus.APPROVED);
            assertThat(scene.registry().versions("first")).hasSize(1);
            assertThat(scene.registry().versions("other")).hasSize(1);
            assertThat(stack.readAll(Topics.TRAINING_RUNS).stream()
                            .map(message -> message.value())
                            .filter(run -> run.getStatus() != RunStatus.RUNNING))
                    .extracting(run -> run.getTriggerId() + " by " + run.getRunId())
                    .containsExactly(
                            "trigger-1 by trigger-1",
                            "trigger-2 by trigger-1",
                            "trigger-3 by trigger-3",
                            "trigger-4 by trigger-3");
            assertThat(stack.readAll(Topics.DEAD_LETTERS))
                    .extracting(letter -> letter.value().getReason())
                    .containsExactly("MALFORMED", "NULL_VALUE", "UNKNOWN_SCHEMA");
        }
    }

    @Test
    @Order(2)
    void aTrainerThatIsStoppedInARunLeavesTheRequestToTheNextStart() {
        try (RetrainScene scene = RetrainScene.of(stack, folder, "second")) {
            scene.send(scene.request("trigger-1"));
            BlockedRegistry blocked = new BlockedRegistry(scene.registry(), BlockedRegistry.At.LOOKUP);
            RetrainConsumer stopped = consumer(scene, blocked);
            stopped.start();
            try {
                Await.until("the run to begin", DEADLINE, blocked::isReached, reached -> reached);
                assertThat(stopped.health().getDetails().get("state")).isEqualTo("training second for trigger-1");
            } finally {
                stopped.stop();
            }
            assertThat(scene.ends("trigger-1")).isEmpty();

            RetrainConsumer next = consumer(scene, scene.registry());
            next.start();
            try {
                awaitEnds(scene, "trigger-1", 1);
            } finally {
                next.stop();
            }
            assertThat(scene.ends("trigger-1"))
                    .extracting(TrainingRun::getStatus)
                    .containsExactly(RunStatus.APPROVED);
        }
    }

    /// The first stands still before the registration, for as long as it takes to end it.
    @Test
    @Order(3)
    void aTrainerThatIsKilledInARunIsFollowedByOneThatFinishesItOnce() {
        try (RetrainScene scene = RetrainScene.of(stack, folder, "third")) {
            scene.send(scene.request("trigger-1"));
            scene.send(scene.request("trigger-2"));
            try (ServiceProcess first = start("stall")) {
                first.awaitLine("trainer started", DEADLINE);
                Await.until(
                        "the run to be under way",
                        DEADLINE,
                        () -> scene.runs("trigger-1").stream()
                                .map(TrainingRun::getStep)
                                .toList(),
                        steps -> steps.contains("register"));
                first.kill();
            }
            assertThat(scene.ends("trigger-1")).isEmpty();
            try (ServiceProcess second = start()) {
                second.awaitLine("trainer started", DEADLINE);
                awaitEnds(scene, "trigger-1", 1);
            }

            assertThat(scene.ends("trigger-2"))
                    .singleElement()
                    .satisfies(end -> assertThat(end.getRunId()).isEqualTo("trigger-1"));
            assertThat(scene.registry().versions("third")).hasSize(1);
            assertThat(scene.registry().aliases("third")).containsEntry(ModelRegistry.CHAMPION, 1);
            assertThat(scene.ends("trigger-1"))
                    .extracting(TrainingRun::getStatus)
                    .containsExactly(RunStatus.APPROVED);
            assertThat(scene.facts())
                    .extracting(TimelineEvent::getEventId)
                    .containsExactly("trigger-1/registered", "trigger-1/activated");
        }
    }

    private static void awaitEnds(RetrainScene scene, String trigger, int count) {
        Await.until("the end of " + trigger, DEADLINE, () -> scene.ends(trigger), ends -> ends.size() >= count);
    }

    private static RetrainConsumer consumer(RetrainScene scene, ModelRegistry registry) {
        return new RetrainConsumer(
                RetrainScene.worker(registry, scene.publisher(), scene.topics(), folder),
                scene.publisher(),
                scene.topics(),
                RetrainScene.letters());
    }

    private ServiceProcess start(String... how) {
        return ServiceProcess.start(
                TrainerProcess.class,
                Stream.concat(
                                Stream.of(
                                        stack.bootstrapServers(),
                                        stack.registryUrl(),
                                        stack.prefix(),
                                        folder.toString()),
                                Stream.of(how))
                        .toArray(String[]::new));
    }

    private void raw(String key, byte @org.jspecify.annotations.Nullable [] value)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, byte[]> producer = stack.producer(new ByteArraySerializer(), Map.of())) {
            producer.send(new ProducerRecord<>(stack.name(Topics.RETRAIN_REQUESTS), key, value))
                    .get();
        }
    }

    @Test
    @Order(4)
    void nothingIsReadTwice() {
        assertThat(List.of("first", "second", "third")).allSatisfy(model -> {
            try (RetrainScene scene = RetrainScene.of(stack, folder, model)) {
                assertThat(scene.facts()).extracting(TimelineEvent::getEventId).doesNotHaveDuplicates();
            }
        });
    }
}
