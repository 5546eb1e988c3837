package io.tidemark.notifier.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.Severity;
import io.tidemark.notifier.Notices;
import io.tidemark.notifier.NotifierConfig;
import io.tidemark.notifier.delivery.DeliveryRules;
import io.tidemark.notifier.sink.LocalServer;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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
        topics = new TopicBinding(new KafkaSettings(
                stack.bootstrapServers(), stack.prefix(), Map.of(RegistrySettings.URL, stack.registryUrl())));
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
        NotifierConfig config = new NotifierConfig(
                Optional.of(slack.address("/slack")),
                Optional.empty(),
                Optional.of(new NotifierConfig.Receiver(down.address("/down"), "")),
                Optional.empty(),
                NotifierConfig.DEFAULT.links(),
                Severity.LOW,
                true,
                Duration.ofSeconds(2),
                new DeliveryRules(
                        Duration.ofMillis(10),
                        10,
                        Duration.ofMinutes(1),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        Duration.ofHours(1)));
        return new NotifierService(config, topics, new SimpleMeterRegistry(), Clock.systemUTC());
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
        try (Admin admin = Admin.create(topics.settings().common())) {
            OffsetAndMetadata offset = admin.listConsumerGroupOffsets(NotifierService.group(stack.prefix(), "slack"))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(partition());
            return offset == null ? -1 : offset.offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As if the process had been killed after telling and before committing.
    private void rewind() throws Exception {
        try (Admin admin = Admin.create(topics.settings().common())) {
            admin.alterConsumerGroupOffsets(
                            NotifierService.group(stack.prefix(), "slack"),
                            Map.of(partition(), new OffsetAndMetadata(0)))
                    .all()
                    .get();
        }
    }
}
