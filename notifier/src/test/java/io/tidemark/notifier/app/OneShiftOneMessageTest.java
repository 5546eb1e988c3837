package io.tidemark.notifier.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Severity;
import io.tidemark.notifier.Notices;
import io.tidemark.notifier.sink.LocalServer;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One shift is one message: what a check of the data says of a shift that the drift alert is about belongs to that
/// one, whatever dies between the steps.
@WithStack
class OneShiftOneMessageTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final List<String> SINKS = List.of("slack", "alertmanager");
    private static final String CHECK = "missing values, income";

    private final TestStack stack;
    private final LocalServer slack = new LocalServer();
    private final LocalServer alertmanager = new LocalServer();
    private long written;

    OneShiftOneMessageTest(TestStack stack) {
        this.stack = stack;
    }

    @AfterEach
    void stop() {
        slack.close();
        alertmanager.close();
    }

    @Test
    void aCheckIsToldOnlyFromTheStepOnWithWhichItStandsForItself() throws Exception {
        stack.createTopics(1);
        // A notifier that never ran looks back one hour: from the second start on there is an offset.
        tell(drift(AlertStatus.OPEN), check(AlertStatus.OPEN, Severity.MEDIUM, "d"));
        assertThat(titles()).containsExactly("drift");

        tell();
        assertThat(titles()).as("again after a restart: nothing").containsExactly("drift");

        rewind();
        tell(check(AlertStatus.ESCALATED, Severity.MEDIUM, "d"));
        assertThat(titles()).as("read again from the beginning: nothing").containsExactly("drift");
        assertThat(bodies(alertmanager))
                .as("what is open is told again after each start")
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(
                        body -> assertThat(body).contains("\"alert_id\":\"d\"").doesNotContain(CHECK));

        // Worse than the drift: a message of its own from now on, to its end.
        tell(check(AlertStatus.ESCALATED, Severity.HIGH, null), drift(AlertStatus.RESOLVED));
        assertThat(titles()).containsExactly("drift", "check", "drift");
        tell();
        assertThat(bodies(alertmanager).getLast())
                .as("the only one that is still open")
                .contains(CHECK)
                .doesNotContain("\"alert_id\":\"d\"");
        tell(check(AlertStatus.RESOLVED, Severity.HIGH, null));
        assertThat(titles()).containsExactly("drift", "check", "drift", "check");
        assertThat(stack.readAll(Topics.DEAD_LETTERS)).isEmpty();
    }

    /// Starts the notifier, writes alerts, and stops it once it has done with them.
    private void tell(Alert... alerts) throws Exception {
        int refreshes = alertmanager.received().size();
        try (NotifierService service = service()) {
            service.start();
            if (written == 0) {
                awaitCommitted(0);
            }
            try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
                for (Alert alert : alerts) {
                    producer.send(new ProducerRecord<>(stack.name(Topics.ALERTS), alert.getModel(), alert))
                            .get();
                    written++;
                }
            }
            awaitCommitted(written);
            if (alerts.length == 0) {
                Await.until(
                        "open alerts again", LONG, () -> alertmanager.received().size(), n -> n > refreshes);
            }
        }
    }

    private static Alert drift(AlertStatus status) {
        return Notices.alert("d", status, Severity.MEDIUM);
    }

    private static Alert check(AlertStatus status, Severity severity, @Nullable String cause) {
        return Alert.newBuilder(Notices.alert("m", status, severity))
                .setKind("missing-values")
                .setTitle("housing v3: " + CHECK)
                .setCause(cause)
                .build();
    }

    /// What Slack was told, one for each message.
    private List<String> titles() {
        return bodies(slack).stream()
                .map(body -> body.contains(CHECK) ? "check" : "drift")
                .toList();
    }

    private static List<String> bodies(LocalServer server) {
        return server.received().stream().map(LocalServer.Received::body).toList();
    }

    private NotifierService service() {
        return TestNotifier.of(stack, slack, Optional.empty(), Optional.of(alertmanager.address("")));
    }

    private void awaitCommitted(long offset) {
        Await.until(
                "both sinks to be done with " + offset + " alerts",
                LONG,
                () -> SINKS.stream()
                        .map(sink -> TestNotifier.committed(stack, sink, partition()))
                        .toList(),
                offsets -> offsets.stream().allMatch(it -> it == offset));
    }

    private void rewind() throws Exception {
        for (String sink : SINKS) {
            TestNotifier.rewind(stack, sink, partition());
        }
    }

    private TopicPartition partition() {
        return new TopicPartition(stack.name(Topics.ALERTS), 0);
    }
}
