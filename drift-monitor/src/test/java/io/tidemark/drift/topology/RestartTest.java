package io.tidemark.drift.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.Batch;
import io.tidemark.drift.World;
import io.tidemark.event.Alert;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftPane;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.PaneSubject;
import io.tidemark.event.PolicyReading;
import io.tidemark.event.Prediction;
import io.tidemark.event.RetrainRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tasks that lose their memory again and again, and rows that come by different ways: the result is the same.
class RestartTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ROWS = 60;

    private static List<List<Prediction>> traffic(int seconds) {
        World world = new World(3);
        List<List<Prediction>> traffic = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            world.shift(second < 25 || second >= 50 ? 1 : 1.6);
            traffic.add(world.second(World.V1, START.plusSeconds(second), ROWS));
        }
        return traffic;
    }

    /// Deltas of one task, delivered each second; the task restarts before a record with this probability.
    private static List<List<DriftPane>> deltas(List<List<Prediction>> traffic, double restarts, Random random) {
        MonitorRig.TestTime time = new MonitorRig.TestTime(START);
        MonitorRig counting = MonitorRig.counting(time);
        List<List<DriftPane>> deltas = new ArrayList<>();
        for (List<Prediction> second : traffic) {
            for (Prediction prediction : second) {
                if (random.nextDouble() < restarts) {
                    counting.restart();
                }
                counting.take(prediction);
                counting.take(World.outcome(prediction, OutcomeStatus.MATCHED));
            }
            time.set(time.instant().plusSeconds(1));
            counting.tick();
            deltas.add(counting.out(DriftPane.class));
            counting.clear();
        }
        return deltas;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void countsAreExactUnderRestarts(long seed) {
        List<List<Prediction>> traffic = traffic(5);
        assertThat(deltas(traffic, 0.2, new Random(seed))).isEqualTo(deltas(traffic, 0, new Random(seed)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void alertsAndRequestsAreTheSameUnderRestarts(long seed) {
        List<List<DriftPane>> deltas = deltas(traffic(80), 0, new Random(seed));
        MonitorRig steady = judge(deltas, 0, new Random(seed));
        MonitorRig restarted = judge(deltas, 0.05, new Random(seed));
        assertThat(restarted.out(Alert.class))
                .isEqualTo(steady.out(Alert.class))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(requests(restarted.out(PolicyReading.class), 0.5, new Random(seed)))
                .isEqualTo(requests(steady.out(PolicyReading.class), 0, new Random(seed)))
                .hasSize(1);
        assertThat(newest(restarted.out(Drift.class))).isEqualTo(newest(steady.out(Drift.class)));
    }

    private static MonitorRig judge(List<List<DriftPane>> deltas, double restarts, Random random) {
        MonitorRig.TestTime time = new MonitorRig.TestTime(START);
        MonitorRig judging = MonitorRig.judging(time);
        for (List<DriftPane> second : deltas) {
            for (DriftPane delta : second) {
                if (random.nextDouble() < restarts) {
                    judging.restart();
                }
                judging.take(delta);
            }
            time.set(time.instant().plusSeconds(1));
            if (random.nextDouble() < restarts) {
                judging.restart();
            }
            judging.tick();
        }
        return judging;
    }

    /// What the policy asks for; its task restarts before a reading with this probability.
    private static List<RetrainRequest> requests(List<PolicyReading> readings, double restarts, Random random) {
        MonitorRig deciding = MonitorRig.deciding(new MonitorRig.TestTime(START));
        for (PolicyReading reading : readings) {
            if (random.nextDouble() < restarts) {
                deciding.restart();
            }
            deciding.take(reading);
        }
        return deciding.out(RetrainRequest.class);
    }

    /// A later record for the same subject and window replaces an earlier one.
    private static Map<String, Drift> newest(List<Drift> records) {
        Map<String, Drift> newest = new TreeMap<>();
        records.forEach(record -> newest.put(
                record.getSubject() + record.getFeature() + record.getWindow() + record.getWindowEnd(), record));
        return newest;
    }

    /// Three tasks, ticks at any moment, deltas in any order: the windows are those of the rows in one batch.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void streamedEqualsBatch(long seed) {
        Random random = new Random(seed);
        List<Prediction> rows = traffic(40).stream().flatMap(List::stream).toList();
        List<DriftPane> deltas = new ArrayList<>();
        MonitorRig.TestTime time = new MonitorRig.TestTime(START.plusSeconds(40));
        List<MonitorRig> tasks =
                List.of(MonitorRig.counting(time), MonitorRig.counting(time), MonitorRig.counting(time));
        for (Prediction row : rows) {
            MonitorRig task = tasks.get(random.nextInt(tasks.size()));
            task.take(row);
            if (random.nextInt(50) == 0) {
                task.tick();
            }
        }
        for (MonitorRig task : tasks) {
            task.tick();
            deltas.addAll(task.out(DriftPane.class));
        }
        Collections.shuffle(deltas, random);
        MonitorRig judging = MonitorRig.judging(time);
        deltas.forEach(judging::take);
        judging.tick();

        Instant end = START.plusSeconds(40);
        for (Drift record : judging.out(Drift.class)) {
            Instant from = end.minusSeconds(record.getWindow().equals("fast") ? 5 : 20);
            assertThat(record.getWindowStart()).isEqualTo(from);
            assertThat(record.getWindowEnd()).isEqualTo(end);
            List<Prediction> inside = rows.stream()
                    .filter(row -> !row.getEventTime().isBefore(from))
                    .toList();
            assertThat(record.getCount()).isEqualTo(inside.size());
            switch (record.getSubject()) {
                case FEATURE, PREDICTION, PAIR -> Batch.assertIsThatOf(inside, record);
                case REQUESTS -> assertThat(record.getStatistics()).isEqualTo(Map.of("rate_per_second", (double) ROWS));
                case DATASET -> assertThat(record.getStatistics()).containsKey("weighted_psi");
                case LABEL -> throw new AssertionError("no label came");
                case TRAFFIC -> throw new AssertionError("no pane of the wall clock is over");
            }
        }
        assertThat(judging.out(Drift.class)).hasSize(14);
        assertThat(deltas).extracting(DriftPane::getSubject).doesNotContain(PaneSubject.LABEL);
    }
}
