package io.tidemark.drift.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.World;
import io.tidemark.drift.judgement.QualityCheck;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftPane;
import io.tidemark.event.DriftSubject;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.PaneSubject;
import io.tidemark.event.Prediction;
import io.tidemark.event.RetrainRequest;
import io.tidemark.model.manifest.RetrainSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `UPDATE_GOLDEN=true mvn test -pl drift-monitor -am -Dtest=DriftTopologyTest` writes the golden description anew.
class DriftTopologyTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "drift-topology.txt");
    private static final int ROWS = 40;

    /// Drift, reference, labels, their number, losses, newest pane, and one for each check of a version.
    private static final int ENTRIES_PER_VERSION = 6
            + (int) Arrays.stream(QualityCheck.values())
                    .filter(check -> !check.isOfModel())
                    .count();

    private final World world = new World(7);
    private final MonitorDriver monitor = new MonitorDriver(START);

    @AfterEach
    void close() {
        monitor.close();
    }

    /// Traffic with its labels, second by second.
    private void run(VersionKey version, int seconds) {
        for (int second = 0; second < seconds; second++) {
            List<Prediction> predictions = world.second(version, monitor.now(), ROWS);
            monitor.predict(predictions);
            label(predictions, OutcomeStatus.MATCHED);
            monitor.tick();
        }
    }

    private void label(List<Prediction> predictions, OutcomeStatus status) {
        monitor.label(predictions.stream()
                .map(prediction -> World.outcome(prediction, status))
                .toList());
    }

    private static List<Alert> drift(List<Alert> alerts) {
        return alerts.stream().filter(alert -> alert.getKind().equals("drift")).toList();
    }

    private static List<Drift> of(List<Drift> records, DriftSubject subject, String window) {
        return records.stream()
                .filter(record ->
                        record.getSubject() == subject && record.getWindow().equals(window))
                .toList();
    }

    @Test
    void theTopologyIsTheGoldenOne() throws IOException {
        String found = monitor.topology().build().describe().toString();
        if ("true".equals(System.getenv("UPDATE_GOLDEN"))) {
            Files.writeString(GOLDEN, found);
        }
        assertThat(found).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void aShiftOpensOneAlertAsksOnceForARunAndIsResolvedWhenItIsOver() {
        run(World.V1, 30);
        assertThat(monitor.alerts()).isEmpty();
        assertThat(monitor.requests()).isEmpty();

        world.shift(2);
        run(World.V1, 30);
        List<Alert> opened = drift(monitor.alerts());
        assertThat(opened)
                .extracting(Alert::getStatus)
                .startsWith(AlertStatus.OPEN)
                .doesNotContain(AlertStatus.RESOLVED);
        assertThat(opened.stream().filter(alert -> alert.getStatus() == AlertStatus.OPEN))
                .hasSize(1);
        Alert open = opened.getFirst();
        assertThat(opened).extracting(Alert::getAlertId).containsOnly(open.getAlertId());
        assertThat(open.getTitle()).isEqualTo("homes version 1: 1 of 3 features has drifted, and the predictions");
        assertThat(Duration.between(START.plusSeconds(30), open.getOpenedAt())).isLessThan(Duration.ofSeconds(8));
        List<RetrainRequest> requests = monitor.requests();
        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().getTriggerId())
                .isEqualTo("drift-homes-v1-" + open.getOpenedAt().toEpochMilli() + "-1");
        assertThat(requests.getFirst().getRequestedBy()).isEqualTo("policy");
        assertThat(requests.getFirst().getReplayFrom()).isBetween(START.plusSeconds(30), open.getOpenedAt());

        world.shift(1);
        run(World.V1, 40);
        assertThat(drift(monitor.alerts())).extracting(Alert::getStatus).containsExactly(AlertStatus.RESOLVED);
        assertThat(monitor.requests()).isEmpty();
        assertThat(monitor.letters()).isEmpty();
    }

    @Test
    void withoutDriftThereIsNoAlert() {
        run(World.V1, 60);
        assertThat(monitor.alerts()).isEmpty();
        assertThat(monitor.requests()).isEmpty();
    }

    @Test
    void eachWindowIsJudgedOncePerPane() {
        run(World.V1, 30);
        List<Drift> records = of(monitor.drift(), DriftSubject.DATASET, "fast");
        assertThat(records).hasSizeBetween(28, 30);
        assertThat(records).extracting(Drift::getWindowEnd).doesNotHaveDuplicates();
    }

    @Test
    void whatComesAfterTheLastJudgementIsPublishedWhenTrafficPauses() {
        run(World.V1, 10);
        monitor.settle();
        List<Drift> slow = of(monitor.drift(), DriftSubject.DATASET, "slow");
        assertThat(slow.getLast().getCount()).isEqualTo(10 * ROWS);
        monitor.settle();
        assertThat(monitor.drift())
                .filteredOn(record -> record.getSubject() != DriftSubject.TRAFFIC)
                .as("nothing new, nothing said")
                .isEmpty();
    }

    @Test
    void oneEventFromTheFutureDoesNotExpireTheWindows() {
        run(World.V1, 10);
        monitor.drift();
        Prediction early = world.prediction(World.V1, monitor.now().plus(Duration.ofMinutes(30)));
        monitor.predict(List.of(early));
        run(World.V1, 10);
        assertThat(of(monitor.drift(), DriftSubject.DATASET, "slow").getLast().getCount())
                .isGreaterThanOrEqualTo(18 * ROWS);
        assertThat(monitor.letters()).isEmpty();
    }

    @Test
    void whatIsTooOldForEveryWindowIsCountedAsLate() {
        run(World.V1, 30);
        monitor.drift();
        monitor.predict(List.of(world.prediction(World.V1, START.minusSeconds(3_600))));
        monitor.settle();
        assertThat(monitor.counter("tidemark.drift.panes.late")).isEqualTo(5);
        assertThat(of(monitor.drift(), DriftSubject.DATASET, "slow"))
                .allSatisfy(record -> assertThat(record.getCount()).isLessThanOrEqualTo(24 * ROWS));
    }

    @Test
    void oneRecordPerSubjectAndPaneCarriesAllRows() {
        monitor.predict(world.second(World.V1, monitor.now(), ROWS));
        monitor.tick();
        List<DriftPane> panes = monitor.panes();
        assertThat(panes)
                .extracting(pane -> pane.getSubject() + " " + pane.getFeature() + " " + pane.getCount())
                .containsExactly(
                        "FEATURE income 40", "FEATURE age 40", "FEATURE colour 40", "PREDICTION  40", "PAIRS  40");
        assertThat(panes).extracting(DriftPane::getPaneStart).containsOnly(START);
        monitor.tick();
        assertThat(monitor.panes()).isEmpty();
        assertThat(monitor.entries(DriftNames.UNDELIVERED)).isZero();
    }

    @Test
    void onlyFirstLabelsCount() {
        List<Prediction> predictions = world.second(World.V1, monitor.now(), 10);
        label(predictions.subList(0, 3), OutcomeStatus.MATCHED);
        label(predictions.subList(0, 2), OutcomeStatus.CORRECTED);
        label(predictions.subList(3, 10), OutcomeStatus.EXPIRED);
        monitor.tick();
        assertThat(monitor.panes())
                .extracting(DriftPane::getSubject, DriftPane::getCount)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(PaneSubject.LABEL, 3L));
    }

    @Test
    void aRunIsNotAskedForBeforeEnoughLabelsOfTheNewWorldHaveCome() {
        run(World.V1, 20);
        world.shift(2);
        List<Prediction> shifted = new java.util.ArrayList<>();
        for (int second = 0; second < 30; second++) {
            List<Prediction> predictions = world.second(World.V1, monitor.now(), ROWS);
            shifted.addAll(predictions);
            monitor.predict(predictions);
            monitor.tick();
        }
        assertThat(monitor.alerts()).isNotEmpty();
        label(shifted.subList(25 * ROWS, 25 * ROWS + 149), OutcomeStatus.MATCHED);
        monitor.settle();
        assertThat(monitor.requests()).as("149 labels").isEmpty();
        label(shifted.subList(24 * ROWS, 24 * ROWS + 1), OutcomeStatus.MATCHED);
        monitor.settle();
        assertThat(monitor.requests()).as("150 labels").hasSize(1);
    }

    @Test
    void labelsOfTheOldWorldDoNotCount() {
        List<Prediction> before = new java.util.ArrayList<>();
        for (int second = 0; second < 20; second++) {
            List<Prediction> predictions = world.second(World.V1, monitor.now(), ROWS);
            before.addAll(predictions);
            monitor.predict(predictions);
            monitor.tick();
        }
        world.shift(2);
        for (int second = 0; second < 15; second++) {
            monitor.predict(world.second(World.V1, monitor.now(), ROWS));
            monitor.tick();
        }
        assertThat(monitor.alerts()).isNotEmpty();
        label(before, OutcomeStatus.MATCHED);
        monitor.settle();
        assertThat(monitor.requests()).isEmpty();
    }

    @Test
    void whileTheDriftLastsARunIsAskedForAgainAfterTheCooldown() {
        RetrainSpec often = new RetrainSpec(true, 150, Duration.ofSeconds(20), Duration.ofDays(30), 0.5, 500, true);
        monitor.references.put(World.V1, new ReferenceLookup.Known(World.reference(World.DRIFT, often)));
        run(World.V1, 20);
        world.shift(2);
        run(World.V1, 60);
        List<RetrainRequest> requests = monitor.requests();
        assertThat(requests).hasSizeBetween(2, 3);
        assertThat(requests).extracting(RetrainRequest::getTriggerId).doesNotHaveDuplicates();
        assertThat(Duration.between(
                        requests.get(0).getRequestedAt(), requests.get(1).getRequestedAt()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void theAlertOfAVersionThatNoLongerAnswersIsResolvedAndTheVersionForgotten() {
        run(World.V1, 20);
        world.shift(2);
        run(World.V1, 10);
        assertThat(monitor.alerts()).extracting(Alert::getStatus).startsWith(AlertStatus.OPEN);

        world.shift(1);
        run(World.V2, 10);
        List<Alert> over = drift(monitor.alerts());
        assertThat(over).extracting(Alert::getStatus).containsExactly(AlertStatus.RESOLVED);
        assertThat(over.getFirst().getVersion()).isEqualTo(1);
        assertThat(over.getFirst().getTitle()).isEqualTo("homes version 1: no longer answers");

        run(World.V2, 45);
        assertThat(monitor.alerts()).isEmpty();
        assertThat(monitor.entries(DriftNames.EPISODES))
                .as("those of version 2")
                .isEqualTo(ENTRIES_PER_VERSION);
    }

    @Test
    void versionsThatAnswerSideBySideAreJudgedApart() {
        for (int second = 0; second < 40; second++) {
            world.shift(1);
            monitor.predict(world.second(World.V1, monitor.now(), ROWS));
            world.shift(2);
            monitor.predict(world.second(World.V2, monitor.now(), ROWS));
            monitor.tick();
        }
        assertThat(monitor.alerts()).isNotEmpty().extracting(Alert::getVersion).containsOnly(2);
    }

    @Test
    void aVersionWithoutReferenceIsCountedAndSaidOnce() {
        VersionKey unknown = new VersionKey(World.MODEL, 3, "3".repeat(64));
        run(unknown, 65);
        List<Alert> alerts = monitor.alerts();
        assertThat(alerts).hasSize(1);
        assertThat(alerts.getFirst().getKind()).isEqualTo("no-reference");
        assertThat(alerts.getFirst().getStatus()).isEqualTo(AlertStatus.OPEN);
        assertThat(alerts.getFirst().getMessage()).contains("there is none.");
        assertThat(monitor.counter("tidemark.drift.rows.uncompared")).isEqualTo(65 * ROWS);
        List<Drift> records = monitor.drift();
        assertThat(records).isNotEmpty().allSatisfy(record -> {
            assertThat(record.getSubject()).isEqualTo(DriftSubject.DATASET);
            assertThat(record.getStatistics()).isEmpty();
            assertThat(record.getDrifted()).isFalse();
        });
        assertThat(monitor.letters()).isEmpty();

        monitor.references.put(unknown, new ReferenceLookup.Known(World.reference()));
        run(unknown, 65);
        assertThat(monitor.alerts()).extracting(Alert::getStatus).containsExactly(AlertStatus.RESOLVED);
        assertThat(of(monitor.drift(), DriftSubject.FEATURE, "fast")).isNotEmpty();
    }

    @Test
    void stateDoesNotGrowWithTime() {
        run(World.V1, 40);
        long entries = monitor.entries(DriftNames.COUNTS);
        run(World.V1, 40);
        assertThat(monitor.entries(DriftNames.COUNTS)).isEqualTo(entries).isLessThan(5 * 25);
        assertThat(monitor.entries(DriftNames.EPISODES)).isEqualTo(ENTRIES_PER_VERSION);
    }
}
