package io.tidemark.drift.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.ToyBundle;
import io.tidemark.drift.World;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftPane;
import io.tidemark.event.DriftSubject;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.PaneSubject;
import io.tidemark.event.Prediction;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.Registration;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.ServiceProcess;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service against a real broker, killed while it counts and while an alert is open.
@WithStack
class KilledMonitorTest {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int ROWS = 60;

    private final TestStack stack;
    private final World world = new World(5);
    private final byte[] bundle = ToyBundle.file(1);
    private final VersionKey version = ToyBundle.version(1, bundle);

    @TempDir
    private Path folder;

    private int rows;

    KilledMonitorTest(TestStack stack) {
        this.stack = stack;
    }

    @Test
    void aMonitorThatIsKilledCountsEachRowOnceAndOpensOneAlert() {
        stack.createTopics(2);
        new LocalDirectoryRegistry(folder.resolve("registry"))
                .register(new Registration(
                        World.MODEL, "run-1", version.bundleSha256(), true, Map.of(), Map.of(), () -> bundle));
        Instant start = Instant.now().minusSeconds(600);
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
            try (ServiceProcess monitor = start()) {
                Instant steady = traffic(producer, start, 12, monitor);
                world.shift(2);
                Instant shifted = traffic(producer, steady, 10, monitor);
                awaitOpen(monitor);
                send(producer, shifted);
                monitor.kill();
            }
            try (ServiceProcess monitor = start()) {
                traffic(producer, start.plusSeconds(23), 10, monitor);
                Await.until(
                        "all rows in panes\n" + monitor.output(),
                        DEADLINE,
                        () -> counted(PaneSubject.PREDICTION),
                        counted -> counted >= rows);
                Await.until("a request", DEADLINE, () -> read(Topics.RETRAIN_REQUESTS), list -> !list.isEmpty());
            }
        }
        assertThat(counted(PaneSubject.PREDICTION)).isEqualTo(rows);
        assertThat(counted(PaneSubject.LABEL)).isEqualTo(rows);
        // The shift also takes values out of their range: another kind, and an episode of its own.
        assertThat(read(Topics.ALERTS))
                .filteredOn(alert -> alert.getStatus() == AlertStatus.OPEN)
                .extracting(Alert::getKind)
                .contains("drift")
                .doesNotHaveDuplicates();
        assertThat(read(Topics.RETRAIN_REQUESTS)).hasSize(1);
        assertThat(read(Topics.DEAD_LETTERS)).isEmpty();
    }

    private ServiceProcess start() {
        return ServiceProcess.start(
                MonitorMain.class,
                stack.bootstrapServers(),
                stack.registryUrl(),
                stack.prefix(),
                folder.resolve("registry").toString(),
                folder.resolve("state").toString(),
                "test",
                Long.toString(StreamsSettings.DEFAULT_COMMIT_INTERVAL.toMillis()));
    }

    /// Seconds of traffic, each judged before the next one comes.
    ///
    /// @return when the traffic after it begins
    private Instant traffic(
            KafkaProducer<String, SpecificRecord> producer, Instant from, int seconds, ServiceProcess monitor) {
        Instant time = from;
        for (int second = 0; second < seconds; second++) {
            send(producer, time);
            time = time.plusSeconds(1);
            Instant end = Instant.ofEpochSecond(time.getEpochSecond());
            Await.until(
                    "a judgement up to " + end + "\n" + monitor.output(),
                    DEADLINE,
                    () -> read(Topics.DRIFT),
                    records -> records.stream()
                            .filter(record -> record.getSubject() == DriftSubject.DATASET)
                            .map(Drift::getWindowEnd)
                            .anyMatch(judged -> !judged.isBefore(end)));
        }
        return time;
    }

    private void send(KafkaProducer<String, SpecificRecord> producer, Instant time) {
        for (Prediction prediction : world.second(version, time, ROWS)) {
            send(producer, Topics.PREDICTIONS, prediction.getRequestId(), prediction);
            Outcome outcome = World.outcome(prediction, OutcomeStatus.MATCHED);
            send(producer, Topics.OUTCOMES, outcome.getRequestId(), outcome);
            rows++;
        }
        producer.flush();
    }

    /// Delivery is awaited by the flush; a row that was lost is missed at the end.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(
            KafkaProducer<String, SpecificRecord> producer, TopicSpec<?> topic, String key, SpecificRecord value) {
        producer.send(new ProducerRecord<>(stack.name(topic), key, value));
    }

    private void awaitOpen(ServiceProcess monitor) {
        Await.until("an alert\n" + monitor.output(), DEADLINE, () -> read(Topics.ALERTS), alerts -> !alerts.isEmpty());
    }

    private <V extends SpecificRecord> List<V> read(TopicSpec<V> topic) {
        return stack.readAll(topic).stream().map(ConsumerRecord::value).toList();
    }

    private long counted(PaneSubject subject) {
        return read(Topics.DRIFT_PANES).stream()
                .filter(pane -> pane.getSubject() == subject)
                .mapToLong(DriftPane::getCount)
                .sum();
    }
}
