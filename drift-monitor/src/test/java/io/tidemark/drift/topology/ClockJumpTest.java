package io.tidemark.drift.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.drift.World;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftPane;
import io.tidemark.event.DriftSubject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The clock of the monitor's machine is set, and the event times of the requests are right all the time.
class ClockJumpTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ROWS = 60;

    private final World world = new World(9);
    private final MonitorRig.TestTime clock = new MonitorRig.TestTime(START);
    private final MonitorRig counting = MonitorRig.counting(clock);
    private final MonitorRig judging = MonitorRig.judging(clock);
    private Instant truth = START;

    /// Seconds of traffic, while the clock goes wrong by this much.
    private void run(int seconds, Duration wrong) {
        for (int second = 0; second < seconds; second++) {
            clock.set(truth.plus(wrong));
            world.second(World.V1, truth, ROWS).forEach(counting::take);
            truth = truth.plusSeconds(1);
            clock.set(truth.plus(wrong));
            counting.tick();
            List<DriftPane> deltas = counting.out(DriftPane.class);
            counting.clear();
            deltas.forEach(judging::take);
            judging.tick();
        }
    }

    private List<Drift> windows(String name) {
        List<Drift> windows = new ArrayList<>();
        judging.out(Drift.class).stream()
                .filter(record -> record.getSubject() == DriftSubject.REQUESTS
                        && record.getWindow().equals(name))
                .forEach(windows::add);
        return windows;
    }

    private Optional<Alert> opened(String kind) {
        List<Alert> opened = judging.out(Alert.class).stream()
                .filter(alert -> alert.getKind().equals(kind) && alert.getStatus() == AlertStatus.OPEN)
                .toList();
        assertThat(opened).hasSizeLessThanOrEqualTo(1);
        return opened.stream().findFirst();
    }

    private void assertAllFinite() {
        assertThat(judging.out(Drift.class))
                .flatExtracting(record -> record.getStatistics().values())
                .allSatisfy(value -> assertThat((double) value).isFinite());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT45S", "PT30M", "PT72H"})
    void aJumpAheadAndBackLeavesNoGapAndRaisesNothing(Duration ahead) {
        run(15, Duration.ZERO);
        run(3, ahead);
        run(30, Duration.ZERO);
        assertThat(windows("fast"))
                .as("each second has its window, in the jump too")
                .extracting(Drift::getWindowEnd)
                .contains(START.plusSeconds(16), START.plusSeconds(17), START.plusSeconds(18), START.plusSeconds(40));
        assertThat(windows("fast").getLast().getCount()).isEqualTo(5L * ROWS);
        assertThat(judging.out(Alert.class)).isEmpty();
        assertAllFinite();
        world.shift(2);
        run(10, Duration.ZERO);
        assertThat(opened("drift")).as("what comes then is judged").isPresent();
    }

    /// Windows never lie ahead of the clock, so that no request from the future moves them: while it is behind, they
    /// stand, and what comes is kept for them.
    @ParameterizedTest
    @ValueSource(strings = {"PT-15S", "PT-20M"})
    void aJumpBackKeepsWhatComesUntilTheClockIsRight(Duration behind) {
        run(15, Duration.ZERO);
        run(5, behind);
        run(20, Duration.ZERO);
        assertThat(windows("slow").getLast().getWindowEnd()).isEqualTo(START.plusSeconds(40));
        assertThat(windows("slow").getLast().getCount())
                .as("rows of the time with the wrong clock are in the window")
                .isEqualTo(20L * ROWS);
        assertThat(judging.out(Alert.class)).isEmpty();
        assertAllFinite();
        world.shift(2);
        run(10, Duration.ZERO);
        assertThat(opened("drift")).isPresent();
    }

    /// Pauses and dead letters are watched on the clock itself: what was seen while it was ahead is forgotten.
    @Test
    void silenceAndDeadLettersAreFoundAfterAJump() {
        MonitorRig quick = MonitorRig.judging(clock, version -> new ReferenceLookup.Known(TrafficTest.quick()));
        answers(quick, 100, Duration.ZERO, 0);
        answers(quick, 3, Duration.ofDays(3), 0);
        answers(quick, 100, Duration.ZERO, 0);
        assertThat(quick.out(Alert.class)).extracting(Alert::getKind).doesNotContain("no-traffic", "dead-letters");
        answers(quick, 40, Duration.ZERO, 60);
        assertThat(quick.out(Alert.class))
                .as("dead letters")
                .extracting(Alert::getKind, Alert::getStatus)
                .contains(tuple("dead-letters", AlertStatus.OPEN));
        quick.clear();
        for (int second = 0; second < 30; second++) {
            truth = truth.plusSeconds(1);
            clock.set(truth);
            quick.tick();
        }
        assertThat(quick.out(Alert.class))
                .filteredOn(alert -> alert.getKind().equals("no-traffic"))
                .extracting(Alert::getStatus)
                .containsExactly(AlertStatus.OPEN);
    }

    private void answers(MonitorRig rig, int seconds, Duration wrong, int letters) {
        for (int second = 0; second < seconds; second++) {
            truth = truth.plusSeconds(1);
            clock.set(truth.plus(wrong));
            rig.take(TrafficTest.answers(truth));
            if (letters > 0) {
                rig.take(PaneDeltas.letters(World.MODEL, letters, clock.millis()));
            }
            rig.tick();
        }
    }

    @Test
    void anEpisodeOutlastsAJump() {
        run(12, Duration.ZERO);
        world.shift(2);
        run(12, Duration.ZERO);
        assertThat(opened("drift")).isPresent();
        run(4, Duration.ofMinutes(30));
        run(4, Duration.ofMinutes(-30));
        run(12, Duration.ZERO);
        assertThat(opened("drift")).as("still the one").isPresent();
        world.shift(1);
        run(30, Duration.ZERO);
        assertThat(judging.out(Alert.class))
                .filteredOn(alert -> alert.getKind().equals("drift"))
                .last()
                .satisfies(alert -> assertThat(alert.getStatus()).isEqualTo(AlertStatus.RESOLVED));
    }
}
