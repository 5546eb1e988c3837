package io.tidemark.drift.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.World;
import io.tidemark.drift.counting.PaneKey;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftPane;
import io.tidemark.event.DriftSubject;
import io.tidemark.event.PaneSubject;
import io.tidemark.event.Prediction;
import io.tidemark.stats.state.StateReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The registry is away while the monitor starts again: what is remembered of a version outlives it.
class RestartWithoutReferenceTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ROWS = 60;

    private final World world = new World(5);
    private final MonitorRig.TestTime time = new MonitorRig.TestTime(START);
    private final Set<VersionKey> gone = new HashSet<>();

    /// From now on rows lack most of their values.
    private boolean missing;
    private final MonitorRig monitor = MonitorRig.judging(
            time,
            version -> gone.contains(version)
                    ? new ReferenceLookup.Missing("the registry is away.")
                    : new ReferenceLookup.Known(World.reference()));

    /// Traffic as other tasks count it, each second.
    private void run(VersionKey version, int seconds) {
        MonitorRig counting = MonitorRig.counting(time);
        for (int second = 0; second < seconds; second++) {
            for (Prediction prediction : world.second(version, time.instant(), ROWS)) {
                counting.take(missing ? without(prediction) : prediction);
            }
            time.set(time.instant().plusSeconds(1));
            counting.tick();
            counting.out(DriftPane.class).forEach(monitor::take);
            counting.clear();
            monitor.tick();
        }
    }

    private static Prediction without(Prediction prediction) {
        return Prediction.newBuilder(prediction)
                .setFeatures(Map.of(
                        "age", Objects.requireNonNull(prediction.getFeatures().get("age"))))
                .build();
    }

    private void restart() {
        monitor.clear();
        monitor.restart();
        monitor.tick();
    }

    private Set<String> countsOf(VersionKey version) {
        return monitor.entries(DriftNames.COUNTS).keySet().stream()
                .filter(key -> key.startsWith(version.text()))
                .collect(Collectors.toSet());
    }

    private static DriftPane withoutCounts(VersionKey version, PaneSubject subject, Instant paneStart, long count) {
        return DriftPane.newBuilder()
                .setModel(version.model())
                .setVersion(version.version())
                .setBundleSha256(version.bundleSha256())
                .setSubject(subject)
                .setFeature("")
                .setPaneStart(paneStart)
                .setCount(count)
                .setCounts(ByteBuffer.allocate(0))
                .build();
    }

    @Test
    void theVersionThatAnswersIsNeitherRetiredNorForgotten() {
        run(World.V1, 10);
        run(World.V2, 15);
        world.shift(2);
        run(World.V2, 10);
        assertThat(monitor.out(Alert.class)).extracting(Alert::getStatus).startsWith(AlertStatus.OPEN);
        Set<String> counts = countsOf(World.V2);

        gone.add(World.V2);
        restart();
        assertThat(monitor.out(Alert.class)).as("it still answers, and drifts").isEmpty();
        assertThat(countsOf(World.V2)).isNotEmpty().isEqualTo(counts);

        gone.clear();
        restart();
        assertThat(monitor.out(Alert.class)).isEmpty();
        assertThat(monitor.out(Drift.class))
                .filteredOn(record -> record.getVersion() == 2
                        && record.getSubject() == DriftSubject.DATASET
                        && record.getWindow().equals("slow"))
                .extracting(Drift::getCount)
                .hasSize(1)
                .allSatisfy(count -> assertThat(count).isBetween(20L * ROWS, 24L * ROWS));

        world.shift(1);
        run(World.V2, 30);
        assertThat(monitor.out(Alert.class))
                .as("the episode goes on until it is over")
                .filteredOn(alert -> alert.getKind().equals("drift"))
                .extracting(Alert::getStatus)
                .containsExactly(AlertStatus.RESOLVED);
    }

    /// Its checks are not made any more, but what they opened is resolved as everything else.
    @Test
    void anOpenCheckOfAVersionWithoutReferenceIsResolvedBeforeTheVersionIsForgotten() {
        run(World.V1, 12);
        missing = true;
        run(World.V1, 12);
        missing = false;
        List<String> opened = opened();
        assertThat(opened).contains("missing-values");

        gone.add(World.V1);
        restart();
        time.set(time.instant().plus(Duration.ofMinutes(90)));
        run(World.V2, 1);
        time.set(time.instant().plus(Duration.ofMinutes(90)));
        run(World.V2, 1);
        assertThat(monitor.out(Alert.class))
                .filteredOn(alert -> alert.getVersion() != null
                        && alert.getVersion() == 1
                        && alert.getStatus() == AlertStatus.RESOLVED)
                .extracting(Alert::getKind)
                .containsExactlyInAnyOrderElementsOf(opened);
        assertThat(monitor.entries(DriftNames.EPISODES).keySet()).allMatch(key -> key.startsWith(World.V2.text()));
    }

    private List<String> opened() {
        return monitor.out(Alert.class).stream()
                .filter(alert -> alert.getStatus() == AlertStatus.OPEN)
                .map(Alert::getKind)
                .toList();
    }

    @Test
    void labelsAreAddedToThoseBeforeTheRestart() {
        run(World.V1, 3);
        monitor.take(withoutCounts(World.V1, PaneSubject.LABEL, START, 5));
        gone.add(World.V1);
        restart();
        monitor.take(withoutCounts(World.V1, PaneSubject.LABEL, START, 3));
        gone.clear();
        restart();
        byte[] labels =
                monitor.entries(DriftNames.COUNTS).get(new PaneKey(World.V1, START.toEpochMilli()).text() + "/0/LABEL");
        assertThat(new StateReader(Objects.requireNonNull(labels)).readCount()).isEqualTo(8);
    }

    @Test
    void aVersionThatNeverHadAReferenceIsRememberedUntilAnotherOneAnswers() {
        gone.add(World.V1);
        monitor.take(withoutCounts(World.V1, PaneSubject.PREDICTION, START, ROWS));
        monitor.tick();
        assertThat(monitor.out(Alert.class))
                .extracting(Alert::getKind, Alert::getStatus)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("no-reference", AlertStatus.OPEN));
        restart();
        assertThat(monitor.out(Alert.class)).as("it still has none").isEmpty();

        time.set(START.plus(Duration.ofMinutes(90)));
        run(World.V2, 1);
        assertThat(monitor.out(Alert.class))
                .extracting(Alert::getVersion, Alert::getStatus)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(1, AlertStatus.RESOLVED));
        time.set(START.plus(Duration.ofMinutes(150)));
        run(World.V2, 1);
        assertThat(monitor.entries(DriftNames.EPISODES).keySet())
                .isNotEmpty()
                .allMatch(key -> key.startsWith(World.V2.text()));
    }
}
