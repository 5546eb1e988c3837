package io.tidemark.notifier.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.Severity;
import io.tidemark.notifier.Notices;
import io.tidemark.notifier.NotifierConfig;
import io.tidemark.notifier.sink.LocalServer;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithStack
class NotifierOnKafkaTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestStack stack;
    private final TopicBinding topics;
    private final LocalServer slack = new LocalServer();
    private final LocalServer down = new LocalServer();

    NotifierOnKafkaTest(TestStack stack) {
        this.stack = stack;
        topics = TestNotifier.topics(stack);
    }

    @AfterEach
    void stop() {
        slack.close();
        down.close();
    }

    @Test
    void eachStepIsToldOnceAlsoWhenTheProcessDiedBeforeItCommittedItsOffsets() throws Exception {
        stack.createTopics(1);
        for (int i = 0; i < 50; i++) {
            down.answers(500, "", Map.of());
        }
        slack.answers(500, "", Map.of());
        try (NotifierService service = service()) {
            service.start();
            await("the start to be committed before there is an alert", () -> committed() == 0);
            write(Notices.alert("a", AlertStatus.OPEN, Severity.MEDIUM));
            write(Notices.alert("a", AlertStatus.RESOLVED, Severity.MEDIUM));
            // One sink is down all the time, and the other is told nevertheless.
            await("three tries at Slack", () -> slack.received().size() >= 3);
            await("both steps to be committed", () -> committed() == 2);
            assertThat(service.states()).anyMatch(state -> !state.fine()).anyMatch(NotifierService.SinkState::fine);
        }
        rewind();
        slack.answers(404, "no_service", Map.of());
        try (NotifierService service = service()) {
            service.start();
            write(Notices.alert("b", AlertStatus.OPEN, Severity.HIGH));
            await("the new alert at Slack", () -> slack.received().size() >= 4);
            await("all three to be committed", () -> committed() == 3);
        }

        assertThat(slack.received()).hasSize(4);
        assertThat(slack.received().get(3).body()).contains("🔴");
        assertThat(stack.readAll(Topics.DEAD_LETTERS)).singleElement().satisfies(record -> {
            DeadLetter letter = record.value();
            assertThat(letter.getReason()).isEqualTo("UNDELIVERABLE");
            assertThat(letter.getMessage()).contains("Slack answered 404: no_service");
        });
    }

    private static void await(String what, BooleanSupplier condition) {
        Await.until(what, LONG, condition::getAsBoolean, met -> met);
    }

    private NotifierService service() {
        return TestNotifier.of(
                stack, slack, Optional.of(new NotifierConfig.Receiver(down.address("/down"), "")), Optional.empty());
    }

    private void write(Alert alert) throws Exception {
        Topic<Alert> topic = topics.of(Topics.ALERTS);
        try (KafkaProducer<String, Alert> producer = new KafkaProducer<>(
                topics.settings().producer(),
                new StringSerializer(),
                topic.values().serializer())) {
            producer.send(new ProducerRecord<>(topic.name(), alert.getModel(), alert))
                    .get();
        }
    }

    private TopicPartition partition() {
        return new TopicPartition(topics.settings().name(Topics.ALERTS), 0);
    }

    private long committed() {
        return TestNotifier.committed(stack, "slack", partition());
    }

    private void rewind() throws Exception {
        TestNotifier.rewind(stack, "slack", partition());
    }
}
