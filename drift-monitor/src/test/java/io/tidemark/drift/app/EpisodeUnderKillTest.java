package io.tidemark.drift.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.Batch;
import io.tidemark.drift.ToyBundle;
import io.tidemark.drift.World;
import io.tidemark.drift.judgement.DriftAlerts;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftPane;
import io.tidemark.event.DriftSubject;
import io.tidemark.event.PaneSubject;
import io.tidemark.event.Prediction;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.Registration;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two instances against a real broker. The one that judges dies, or is taken for dead, after it has written a step of
/// an alert and before the commit that makes it visible: at the beginning of an episode, and at its end. Readers of
/// committed records see each step once, and the windows of the rows.
@WithStack
class EpisodeUnderKillTest {
    private static final Duration DEADLINE = Duration.ofMinutes(4);

    /// Long, so that there is time to die in.
    private static final Duration COMMIT = Duration.ofSeconds(2);

    private static final int PARTITIONS = 2;
    private static final int ROWS = 60;

    private final TestStack stack;
    private final World world = new World(5);
    private final byte[] bundle = ToyBundle.file(1);
    private final VersionKey version = ToyBundle.version(1, bundle);
    private final List<Prediction> rows = new ArrayList<>();

    @TempDir
    private Path folder;

    /// Where the next second of traffic begins. Blocks of the longest window are four seconds long.
    private Instant next = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 4 * 4 - 1200);

    EpisodeUnderKillTest(TestStack stack) {
        this.stack = stack;
    }

    /// What becomes of the instance that judges.
    private enum Fate {
        /// Killed, and started again at once.
        RESTARTS,
        /// Killed, and started again once the other one judges.
        RETURNS,
        /// Frozen until the other one judges; then it goes on with its transaction.
        WAKES
    }

    /// @param after from when the step is on the log
    private record Strike(Duration after, Fate fate) {}

    private static Strike strike(int afterMs, Fate fate) {
        return new Strike(Duration.ofMillis(afterMs), fate);
    }

    @Test
    void anEpisodeHasOneOpenAndOneResolvedWhoeverDiesBeforeTheCommit() throws InterruptedException {
        stack.createTopics(PARTITIONS);
        new LocalDirectoryRegistry(folder.resolve("registry"))
                .register(new Registration(
                        World.MODEL, "run-1", version.bundleSha256(), true, Map.of(), Map.of(), () -> bundle));
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer();
                WrittenAlerts written = new WrittenAlerts(stack);
                MonitorPair monitors = new MonitorPair(stack, folder, COMMIT)) {
            MonitorPair.NAMES.forEach(monitors::start);
            send(producer, 12);
            awaitWindows(monitors);
            assertThat(written.count(DriftAlerts.DRIFT, AlertStatus.OPEN)).isZero();

            world.shift(2);
            Episodes episodes = new Episodes(producer, written, monitors);
            int opening = episodes.strike(
                    AlertStatus.OPEN,
                    List.of(strike(0, Fate.RETURNS), strike(200, Fate.RESTARTS), strike(50, Fate.WAKES)));
            awaitWindows(monitors);

            world.shift(1);
            send(producer, 24);
            int resolving =
                    episodes.strike(AlertStatus.RESOLVED, List.of(strike(0, Fate.RESTARTS), strike(300, Fate.RETURNS)));
            awaitWindows(monitors);
            assertThat(opening).as("steps that were undone").isPositive();
            assertThat(resolving).as("steps that were undone").isPositive();
        }
        assertEachStepOnce();
        assertThat(read(Topics.DRIFT_PANES).stream()
                        .filter(pane -> pane.getSubject() == PaneSubject.PREDICTION)
                        .mapToLong(DriftPane::getCount)
                        .sum())
                .isEqualTo(rows.size());
        assertThat(read(Topics.DEAD_LETTERS)).isEmpty();
    }

    /// The shift also takes values out of their range: another kind, and an episode of its own.
    private void assertEachStepOnce() {
        List<Alert> alerts = read(Topics.ALERTS);
        assertThat(alerts)
                .filteredOn(alert -> alert.getKind().equals(DriftAlerts.DRIFT))
                .filteredOn(alert -> alert.getStatus() != AlertStatus.ESCALATED)
                .extracting(Alert::getStatus)
                .containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
        assertThat(alerts)
                .extracting(alert -> alert.getAlertId() + " " + alert.getStatus() + " " + alert.getSeverity())
                .doesNotHaveDuplicates();
        assertThat(alerts)
                .filteredOn(alert -> alert.getStatus() == AlertStatus.OPEN)
                .extracting(Alert::getKind)
                .doesNotHaveDuplicates();
    }

    private void send(KafkaProducer<String, SpecificRecord> producer, int seconds) {
        for (int second = 0; second < seconds; second++) {
            for (Prediction prediction : world.second(version, next, ROWS)) {
                send(producer, prediction);
                rows.add(prediction);
            }
            next = next.plusSeconds(1);
        }
        producer.flush();
    }

    /// Delivery is awaited by the flush; a row that was lost is missed at the end.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(KafkaProducer<String, SpecificRecord> producer, Prediction prediction) {
        producer.send(new ProducerRecord<>(stack.name(Topics.PREDICTIONS), prediction.getRequestId(), prediction));
    }

    /// Waits until the windows that end with the newest row have all their rows. Then they say what a batch of these
    /// says, and so does each window before that had all of its rows when it was judged.
    private void awaitWindows(MonitorPair monitors) {
        Await.until(
                "the windows up to " + next + "\n" + monitors.output(),
                DEADLINE,
                () -> newest().stream()
                        .filter(drift -> drift.getWindowEnd().equals(next)
                                && drift.getCount() == inside(drift).size())
                        .filter(drift -> drift.getSubject() == DriftSubject.FEATURE
                                || drift.getSubject() == DriftSubject.PREDICTION
                                || drift.getSubject() == DriftSubject.PAIR)
                        .count(),
                // Three features, the answers and a pair, over two windows.
                count -> count == 10);
        for (Drift record : newest()) {
            List<Prediction> inside = inside(record);
            if (record.getCount() == inside.size()) {
                switch (record.getSubject()) {
                    case FEATURE, PREDICTION, PAIR -> Batch.assertIsThatOf(inside, record);
                    case DATASET, REQUESTS, LABEL, TRAFFIC -> {}
                }
            }
        }
    }

    private List<Prediction> inside(Drift window) {
        return rows.stream()
                .filter(row -> !row.getEventTime().isBefore(window.getWindowStart())
                        && row.getEventTime().isBefore(window.getWindowEnd()))
                .toList();
    }

    /// A later record for the same subject and window replaces an earlier one.
    private Collection<Drift> newest() {
        Map<String, Drift> newest = new LinkedHashMap<>();
        for (Drift record : read(Topics.DRIFT)) {
            newest.put(record.getSubject() + record.getFeature() + record.getWindow() + record.getWindowEnd(), record);
        }
        return newest.values();
    }

    private <V extends SpecificRecord> List<V> read(TopicSpec<V> topic) {
        return stack.readAll(topic).stream().map(ConsumerRecord::value).toList();
    }

    /// Goes on with the traffic until a step is written, and strikes who wrote it before it can commit.
    private final class Episodes {
        private static final Duration PATIENCE = Duration.ofSeconds(4);

        private final KafkaProducer<String, SpecificRecord> producer;
        private final WrittenAlerts written;
        private final MonitorPair monitors;
        private final int panes;

        Episodes(KafkaProducer<String, SpecificRecord> producer, WrittenAlerts written, MonitorPair monitors) {
            this.producer = producer;
            this.written = written;
            this.monitors = monitors;
            this.panes = stack.readAll(Topics.DRIFT_PANES).getFirst().partition();
        }

        /// @return how often a step was undone
        int strike(AlertStatus status, List<Strike> strikes) throws InterruptedException {
            int undone = 0;
            for (Strike strike : strikes) {
                int before = undone;
                goOn(status + " once more", () -> written.count(DriftAlerts.DRIFT, status) > before);
                Thread.sleep(strike.after());
                Optional<String> writer = monitors.freezeInsideTransaction();
                if (writer.isEmpty()) {
                    break;
                }
                undone++;
                suffer(writer.get(), strike.fate());
            }
            goOn("a committed " + status, () -> isCommitted(status));
            return undone;
        }

        /// A second of traffic, and some patience, again and again.
        private void goOn(String what, BooleanSupplier condition) {
            Await.until(
                    what + "\n" + monitors.output(),
                    DEADLINE,
                    () -> {
                        send(producer, 1);
                        long endNs = System.nanoTime() + PATIENCE.toNanos();
                        boolean met = false;
                        while (!met && System.nanoTime() < endNs) {
                            met = condition.getAsBoolean();
                        }
                        return met;
                    },
                    met -> met);
        }

        private void suffer(String judge, Fate fate) {
            String other = MonitorPair.NAMES.get(1 - MonitorPair.NAMES.indexOf(judge));
            switch (fate) {
                case RESTARTS -> {
                    monitors.kill(judge);
                    monitors.start(judge);
                }
                case RETURNS -> {
                    monitors.kill(judge);
                    monitors.awaitJudge(other, panes);
                    monitors.start(judge);
                }
                case WAKES -> {
                    monitors.awaitJudge(other, panes);
                    monitors.thaw(judge);
                }
            }
        }

        private boolean isCommitted(AlertStatus status) {
            return read(Topics.ALERTS).stream()
                    .anyMatch(alert -> alert.getKind().equals(DriftAlerts.DRIFT) && alert.getStatus() == status);
        }
    }
}
