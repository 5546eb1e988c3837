package io.tidemark.drift.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.World;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import io.tidemark.event.RetrainRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftTopologyTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void a_shift_opens_one_alert_asks_once_for_a_run_and_is_resolved_when_it_is_over() {
        World world = new World(7);
        try (MonitorDriver monitor = new MonitorDriver(START)) {
            run(monitor, world, 30);
            assertThat(monitor.alerts()).isEmpty();
            assertThat(monitor.drift()).isNotEmpty();

            world.shift(1.6);
            run(monitor, world, 30);
            List<Alert> opened = monitor.alerts();
            assertThat(opened)
                    .extracting(Alert::getStatus)
                    .startsWith(AlertStatus.OPEN)
                    .doesNotContain(AlertStatus.RESOLVED);
            assertThat(opened)
                    .extracting(Alert::getAlertId)
                    .containsOnly(opened.getFirst().getAlertId());
            assertThat(opened.getFirst().getTitle())
                    .isEqualTo("homes version 1: 1 of 3 features has drifted, and the predictions");
            List<RetrainRequest> requests = monitor.requests();
            assertThat(requests).hasSize(1);
            assertThat(requests.getFirst().getTriggerId())
                    .isEqualTo(
                            "drift-homes-v1-" + opened.getFirst().getOpenedAt().toEpochMilli() + "-1");

            world.shift(1);
            run(monitor, world, 40);
            assertThat(monitor.alerts()).extracting(Alert::getStatus).containsExactly(AlertStatus.RESOLVED);
            assertThat(monitor.letters()).isEmpty();
        }
    }

    private static void run(MonitorDriver monitor, World world, int seconds) {
        for (int second = 0; second < seconds; second++) {
            List<Prediction> predictions = world.second(World.V1, monitor.now(), 100);
            monitor.predict(predictions);
            monitor.label(predictions.stream()
                    .map(prediction -> World.outcome(prediction, OutcomeStatus.MATCHED))
                    .toList());
            monitor.tick();
        }
    }
}
