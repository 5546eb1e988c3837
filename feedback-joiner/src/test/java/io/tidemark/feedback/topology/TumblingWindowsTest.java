package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.event.Performance;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.topology.FeedbackRig.Shared;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Minutes and quarters of an hour side by side, beside rolling windows; labels are waited for an hour.
class TumblingWindowsTest {
    private static final String MANIFEST =
            FeedbackRig.MANIFEST.replace("performance: {", "performance: {tumbling: {minute: 1m, quarter: 15m}, ");
    private static final Duration TICK = FeedbackConfig.DEFAULT.interval();

    private final FeedbackRig rig = new FeedbackRig(
            FeedbackRig.source(FeedbackRig.manifest(MANIFEST)),
            FeedbackConfig.DEFAULT,
            FeedbackRig.temporaryFolder(),
            new Shared(FeedbackRig.START));

    @AfterEach
    void close() {
        rig.close();
    }

    /// Predictions of 100 at second 10 of minutes 0, 1 and 2.
    private void predictInThreeMinutes() {
        for (int minute = 0; minute < 3; minute++) {
            rig.predict(
                    rig.prediction("r" + minute, 100, 1, "coast", FeedbackRig.START.plusSeconds(60L * minute + 10)));
        }
        rig.advance(Duration.ofMinutes(5));
        settle();
    }

    /// One tick for the delta, one for what it changes.
    private void settle() {
        rig.advance(TICK);
        rig.advance(TICK);
    }

    private List<Performance> told(String window) {
        return rig.performance().stream()
                .filter(record -> record.getWindow().equals(window) && record.getSegment() == null)
                .toList();
    }

    @Test
    void aMinuteIsToldAgainWhenALabelOfItComesLate() {
        predictInThreeMinutes();
        rig.performance();
        rig.label(rig.truth("r2", 130.0));
        settle();
        assertThat(told("minute")).singleElement().satisfies(record -> {
            assertThat(record.getTumbling()).isTrue();
            assertThat(record.getWindowStart()).isEqualTo(FeedbackRig.START.plusSeconds(120));
            assertThat(record.getWindowEnd()).isEqualTo(FeedbackRig.START.plusSeconds(180));
            assertThat(record.getLabelled()).isEqualTo(1);
            assertThat(record.getMetrics().getOrDefault("mae", 0.0)).isCloseTo(30, within(1e-12));
        });

        // Rolling windows of a minute have moved on; this minute has not ended.
        rig.label(rig.truth("r0", 110.0));
        settle();
        List<Performance> late = rig.performance();
        assertThat(late)
                .filteredOn(record -> record.getWindow().equals("minute") && record.getSegment() == null)
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.getWindowStart()).isEqualTo(FeedbackRig.START);
                    assertThat(record.getPredictions()).isEqualTo(1);
                    assertThat(record.getMetrics().getOrDefault("mae", 0.0)).isCloseTo(10, within(1e-12));
                });
        assertThat(late)
                .filteredOn(record -> record.getWindow().equals("quarter") && record.getSegment() != null)
                .singleElement()
                .satisfies(record ->
                        assertThat(record.getMetrics().getOrDefault("mae", 0.0)).isCloseTo(20, within(1e-12)));

        rig.label(rig.truth("r0", 104.0, 1));
        settle();
        assertThat(told("minute"))
                .singleElement()
                .satisfies(record ->
                        assertThat(record.getMetrics().getOrDefault("mae", 0.0)).isCloseTo(4, within(1e-12)));
    }

    @Test
    void windowsAreForgottenWhenNoLabelOfThemCanCome() {
        predictInThreeMinutes();
        assertThat(held()).isGreaterThanOrEqualTo(4);
        long before = held();
        Instant later = FeedbackRig.START.plus(Duration.ofHours(5));
        rig.advance(Duration.ofHours(5));
        rig.predict(rig.prediction("later", 100, 1, "coast", later));
        settle();

        assertThat(before).isGreaterThan(held());
        assertThat(held()).as("a minute and a quarter, of all and of the coast").isEqualTo(4);
    }

    private long held() {
        long held = 0;
        try (var all = rig.driver()
                .<String, byte[]>getKeyValueStore(FeedbackNames.TUMBLING)
                .all()) {
            for (; all.hasNext(); all.next()) {
                held++;
            }
        }
        return held;
    }
}
