package io.tidemark.trainer.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.RunStatus;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.TrainingRun;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.Topics;
import io.tidemark.trainer.retrain.RunPublisher.ConsumedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

@WithStack
class RunPublisherTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final TestStack stack;
    private final TopicBinding topics;

    RunPublisherTest(TestStack stack) {
        this.stack = stack;
        stack.createTopics(1);
        topics = new TopicBinding(RetrainScene.settings(stack));
    }

    @Test
    void resultFactsAndOffsetAreOneTransaction() {
        String group = stack.prefix() + "good";
        try (RunPublisher publisher = new RunPublisher(topics, "a")) {
            publisher.conclude(
                    List.of(run("whole")),
                    List.of(fact("whole-1"), fact("whole-2")),
                    Optional.of(new ConsumedRequest(requests(), 41, membership(group, false))));
        }

        assertThat(runs()).contains("whole");
        assertThat(facts()).containsSubsequence("whole-1", "whole-2");
        assertThat(RetrainScene.committed(stack, group)).contains(42L);
    }

    /// A member that was thrown out of its group must not answer: somebody else reads the request.
    @Test
    void withAStaleMembershipNothingIsWritten() {
        String group = stack.prefix() + "stale";
        ConsumerGroupMetadata stale = membership(group, true);
        try (RunPublisher publisher = new RunPublisher(topics, "b")) {
            assertThatThrownBy(() -> publisher.conclude(
                            List.of(run("stale")),
                            List.of(fact("stale-1")),
                            Optional.of(new ConsumedRequest(requests(), 41, stale))))
                    .isInstanceOf(KafkaException.class);

            publisher.progress(run("after-stale"));
        }

        assertThat(runs()).doesNotContain("stale").contains("after-stale");
        assertThat(facts()).doesNotContain("stale-1");
        assertThat(RetrainScene.committed(stack, group)).isEmpty();
    }

    @Test
    void aPublisherThatWasFencedOpensAgain() {
        try (RunPublisher first = new RunPublisher(topics, "c");
                RunPublisher second = new RunPublisher(topics, "c")) {
            assertThatThrownBy(() -> first.progress(run("fenced"))).isInstanceOf(KafkaException.class);
            second.progress(run("second"));

            first.progress(run("opened-again"));
        }

        assertThat(runs()).contains("second", "opened-again").doesNotContain("fenced");
    }

    @Test
    void instancesOfDifferentNamesDoNotFenceEachOther() {
        try (RunPublisher first = new RunPublisher(topics, "d");
                RunPublisher second = new RunPublisher(topics, "e")) {
            first.progress(run("d-1"));
            second.progress(run("e-1"));
            first.progress(run("d-2"));
        }

        assertThat(runs()).contains("d-1", "e-1", "d-2");
    }

    /// What a consumer knows of its group; it is closed, so that a membership is stale at once.
    private ConsumerGroupMetadata membership(String group, boolean joined) {
        Map<String, Object> config = topics.settings().consumer();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            if (joined) {
                consumer.subscribe(List.of(stack.name(Topics.RETRAIN_REQUESTS)));
                Await.until(
                        "a membership",
                        Duration.ofSeconds(60),
                        () -> {
                            consumer.poll(Duration.ofMillis(100));
                            return consumer.assignment();
                        },
                        assignment -> !assignment.isEmpty());
            }
            return consumer.groupMetadata();
        }
    }

    private TopicPartition requests() {
        return new TopicPartition(stack.name(Topics.RETRAIN_REQUESTS), 0);
    }

    private List<String> runs() {
        return stack.readAll(Topics.TRAINING_RUNS).stream()
                .map(ConsumerRecord::value)
                .map(TrainingRun::getRunId)
                .toList();
    }

    private List<String> facts() {
        return stack.readAll(Topics.TIMELINE).stream()
                .map(ConsumerRecord::value)
                .map(TimelineEvent::getEventId)
                .map(id -> id.replace("/registered", ""))
                .toList();
    }

    private static TrainingRun run(String runId) {
        return TrainingRun.newBuilder()
                .setRunId(runId)
                .setTriggerId(runId)
                .setModel("toy")
                .setStatus(RunStatus.RUNNING)
                .setStep("split")
                .setProgress(0.5)
                .setStartedAt(NOW)
                .setUpdatedAt(NOW)
                .setMetrics(Map.of())
                .setGates(List.of())
                .build();
    }

    private static TimelineEvent fact(String eventId) {
        return TimelineFacts.registered("toy", 1, "0".repeat(64), eventId, true, Map.of(), "test", NOW);
    }
}
