package io.tidemark.notifier.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Challenger;
import io.tidemark.event.Severity;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VersionRef;
import io.tidemark.notifier.Notices;
import io.tidemark.notifier.sink.LocalServer;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// That a trial begins stands on two topics, as an activation and as the alert of its first stage: one of them is told,
/// whichever is read first and whatever is restarted in between.
@WithStack
class TrialToldOnceTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String SHA = "a".repeat(64);

    private final TestStack stack;
    private final LocalServer slack = new LocalServer();
    private final Map<TopicPartition, Long> written = new HashMap<>();

    TrialToldOnceTest(TestStack stack) {
        this.stack = stack;
    }

    @AfterEach
    void stop() {
        slack.close();
    }

    @Test
    void theBeginningOfATrialIsToldOnce() throws Exception {
        stack.createTopics(1);
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
            run(producer, activation("one"));
            run(producer, alert("one", AlertStatus.OPEN));
            run(producer, alert("two", AlertStatus.OPEN));
            run(producer, activation("two"));
            run(producer, alert("three", AlertStatus.OPEN), activation("three"));
            run(producer, alert("one", AlertStatus.RESOLVED));
        }
        assertThat(slack.received())
                .extracting(LocalServer.Received::body)
                .satisfiesExactly(
                        one -> assertThat(one).contains("on trial: version 3"),
                        two -> assertThat(two).contains("answers 5 %"),
                        three -> assertThat(three).containsAnyOf("on trial: version 3", "answers 5 %"),
                        end -> assertThat(end).contains("answers 5 %"));
    }

    /// Starts the notifier, writes records, and stops it once it has done with them.
    private void run(KafkaProducer<String, SpecificRecord> producer, SpecificRecord... records) throws Exception {
        try (NotifierService service = service()) {
            service.start();
            if (written.isEmpty()) {
                written.put(partition(Topics.ALERTS), 0L);
                written.put(partition(Topics.TIMELINE), 0L);
                awaitCommitted();
            }
            for (SpecificRecord record : records) {
                TopicPartition to = partition(record instanceof Alert ? Topics.ALERTS : Topics.TIMELINE);
                producer.send(new ProducerRecord<>(to.topic(), "housing", record))
                        .get();
                written.merge(to, 1L, Long::sum);
            }
            awaitCommitted();
        }
    }

    private void awaitCommitted() {
        Await.until(
                "the notifier to be done with " + written,
                LONG,
                () -> {
                    Map<TopicPartition, Long> committed = new HashMap<>();
                    written.keySet()
                            .forEach(partition ->
                                    committed.put(partition, TestNotifier.committed(stack, "slack", partition)));
                    return committed;
                },
                written::equals);
    }

    private TopicPartition partition(TopicSpec<?> topic) {
        return new TopicPartition(stack.name(topic), 0);
    }

    private static TimelineEvent activation(String id) {
        return TimelineFacts.activated(
                id,
                "housing",
                new Activated(
                        ActivationCause.ROLLOUT,
                        new VersionRef(2, SHA),
                        List.of(new Challenger(3, SHA, 500, "salt")),
                        List.of()),
                "trainer",
                "All gates passed.",
                Instant.now());
    }

    private static Alert alert(String activationId, AlertStatus status) {
        return Alert.newBuilder(
                        Notices.alert(TimelineFacts.trialAlertId("housing", activationId), status, Severity.LOW))
                .setKind(TimelineFacts.TRIAL_ALERTS)
                .setTitle("housing version 3 answers 5 % of the keys")
                .build();
    }

    private NotifierService service() {
        return TestNotifier.of(stack, slack, Optional.empty(), Optional.empty());
    }
}
