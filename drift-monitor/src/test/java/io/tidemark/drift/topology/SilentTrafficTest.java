package io.tidemark.drift.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.World;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.DriftPane;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests end while alerts about their data are open: nothing can be said any more once no window holds any.
class SilentTrafficTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ROWS = 60;

    private final World world = new World(3);
    private final MonitorDriver monitor = new MonitorDriver(START);
    private final List<Alert> alerts = new ArrayList<>();

    @BeforeEach
    void silenceOfFiveSecondsMatters() {
        monitor.references.put(World.V1, new ReferenceLookup.Known(TrafficTest.quick()));
    }

    @AfterEach
    void close() {
        monitor.close();
    }

    private void run(int seconds) {
        for (int second = 0; second < seconds; second++) {
            monitor.predict(world.second(World.V1, monitor.now(), ROWS));
            monitor.tick();
        }
        monitor.settle();
        monitor.alerts().stream()
                .filter(alert -> !alert.getKind().equals("no-traffic"))
                .forEach(alerts::add);
    }

    private void silence(int seconds) {
        for (int second = 0; second < seconds; second++) {
            monitor.tick();
        }
        monitor.alerts().stream()
                .filter(alert -> !alert.getKind().equals("no-traffic"))
                .forEach(alerts::add);
    }

    private List<Alert> ofDrift() {
        return alerts.stream().filter(alert -> alert.getKind().equals("drift")).toList();
    }

    private void drift() {
        run(12);
        world.shift(2);
        run(12);
        assertThat(ofDrift()).extracting(Alert::getStatus).contains(AlertStatus.OPEN);
    }

    @Test
    void alertsStayOpenAsLongAsAWindowHoldsRequests() {
        drift();
        int before = alerts.size();
        silence(10);
        assertThat(alerts).hasSize(before);
        silence(20);
        assertThat(alerts.subList(before, alerts.size())).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.getStatus()).isEqualTo(AlertStatus.RESOLVED);
            assertThat(alert.getTitle()).contains("no requests");
            assertThat(alert.getMessage()).contains("this is not to say that all is well");
        });
        assertThat(alerts)
                .filteredOn(alert -> alert.getStatus() == AlertStatus.OPEN)
                .extracting(Alert::getAlertId)
                .allSatisfy(id -> assertThat(alerts)
                        .as("the end of " + id)
                        .filteredOn(alert -> alert.getAlertId().equals(id) && alert.getStatus() == AlertStatus.RESOLVED)
                        .hasSize(1));
        silence(60);
        assertThat(alerts.subList(before, alerts.size()))
                .extracting(Alert::getAlertId)
                .doesNotHaveDuplicates();
    }

    /// The manifest says from when on a silence matters: an hour, unless it is set.
    @Test
    void aPauseThatDoesNotMatterEndsNoAlert() {
        monitor.references.put(World.V1, new ReferenceLookup.Known(World.reference()));
        drift();
        int before = alerts.size();
        silence(60);
        run(12);
        assertThat(alerts.subList(before, alerts.size()))
                .extracting(Alert::getStatus)
                .doesNotContain(AlertStatus.RESOLVED);
    }

    @Test
    void requestsThatDriftStillOpenAnAlertAgain() {
        drift();
        silence(30);
        run(12);
        assertThat(ofDrift())
                .filteredOn(alert -> alert.getStatus() != AlertStatus.ESCALATED)
                .extracting(Alert::getStatus)
                .containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED, AlertStatus.OPEN);
        assertThat(ofDrift().getFirst().getAlertId())
                .isNotEqualTo(ofDrift().getLast().getAlertId());
    }

    @Test
    void requestsThatAreWellOpenNone() {
        drift();
        silence(30);
        world.shift(1);
        run(20);
        assertThat(ofDrift())
                .filteredOn(alert -> alert.getStatus() != AlertStatus.ESCALATED)
                .extracting(Alert::getStatus)
                .containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
    }

    /// Kills and rebalances: each time somebody else goes on from what was committed.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverDiesEachAlertEndsOnce(long seed) {
        Random random = new Random(seed);
        MonitorRig.TestTime time = new MonitorRig.TestTime(START);
        MonitorRig counting = MonitorRig.counting(time);
        MonitorRig judging = MonitorRig.judging(time, version -> new ReferenceLookup.Known(TrafficTest.quick()));
        for (int second = 0; second < 120; second++) {
            world.shift(second < 12 ? 1 : 2);
            if (second < 30) {
                for (Prediction prediction : world.second(World.V1, time.instant(), ROWS)) {
                    counting.take(prediction);
                    counting.take(World.outcome(prediction, OutcomeStatus.MATCHED));
                }
            }
            time.set(time.instant().plusSeconds(1));
            counting.tick();
            counting.out(DriftPane.class).forEach(judging::take);
            counting.clear();
            if (random.nextDouble() < 0.08) {
                judging.restart();
            }
            judging.tick();
        }
        assertThat(judging.out(Alert.class))
                .filteredOn(alert -> alert.getKind().equals("drift") && alert.getStatus() != AlertStatus.ESCALATED)
                .extracting(Alert::getStatus)
                .containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
    }

    @Test
    void aMonitorThatWasDownReadsWhatCameMeanwhileFirst() {
        MonitorRig.TestTime time = new MonitorRig.TestTime(START);
        MonitorRig counting = MonitorRig.counting(time);
        MonitorRig judging = MonitorRig.judging(time, version -> new ReferenceLookup.Known(TrafficTest.quick()));
        List<DriftPane> backlog = new ArrayList<>();
        for (int second = 0; second < 40; second++) {
            world.shift(second < 12 ? 1 : 2);
            world.second(World.V1, time.instant(), ROWS).forEach(counting::take);
            time.set(time.instant().plusSeconds(1));
            counting.tick();
            List<DriftPane> deltas = counting.out(DriftPane.class);
            counting.clear();
            if (second < 20) {
                deltas.forEach(judging::take);
                judging.tick();
            } else {
                backlog.addAll(deltas);
            }
        }
        time.set(time.instant().plus(Duration.ofMinutes(5)));
        judging.restart();
        judging.tick();
        backlog.forEach(judging::take);
        judging.tick();
        assertThat(judging.out(Alert.class))
                .extracting(Alert::getStatus)
                .contains(AlertStatus.OPEN)
                .doesNotContain(AlertStatus.RESOLVED);
    }
}
