package io.tidemark.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.terminal.Terminal;
import io.tidemark.event.MetricInterval;
import io.tidemark.event.Performance;
import io.tidemark.event.Segment;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveQualityTest {
    private static final List<Performance> RECORDS = List.of(
            record(1, "champion", null, "fast", 100, 0.5),
            record(2, "champion", null, "fast", 200, 0.6),
            record(2, "champion", null, "fast", 300, 0.7),
            record(2, "champion", null, "total", 300, 0.65),
            record(2, "champion", new Segment("region", "north"), "fast", 300, 0.9),
            record(3, "challenger", null, "fast", 400, 0.8));

    @Test
    void theChampionThatAnsweredLastIsShownByItsNewestRecords() {
        LiveQuality quality = LiveQuality.of(RECORDS, OptionalInt.empty()).orElseThrow();

        assertThat(quality.version()).isEqualTo(2);
        assertThat(quality.windows())
                .extracting(record -> record.getMetrics().get("auc"))
                .containsExactly(0.7, 0.65);
        assertThat(quality.segments()).hasSize(1);
    }

    @Test
    void ofWindowsThatTumbleTheLastTwoAreShownEachByItsNewestRecord() {
        List<Performance> records = new ArrayList<>(RECORDS);
        for (int day = 1; day <= 3; day++) {
            records.add(tumbling(day, 0.1 * day));
        }
        records.add(tumbling(2, 0.25));

        assertThat(LiveQuality.of(records, OptionalInt.empty()).orElseThrow().windows())
                .filteredOn(Performance::getTumbling)
                .extracting(record -> record.getMetrics().get("auc"))
                .containsExactly(0.25, 0.1 * 3);
    }

    private static Performance tumbling(int day, double auc) {
        return Performance.newBuilder(record(2, "champion", null, "day", 0, auc))
                .setTumbling(true)
                .setWindowStart(Instant.EPOCH.plus(Duration.ofDays(day)))
                .setWindowEnd(Instant.EPOCH.plus(Duration.ofDays(day + 1)))
                .build();
    }

    @Test
    void anotherVersionIsShownWhenItIsNamed() {
        assertThat(LiveQuality.of(RECORDS, OptionalInt.of(3)).orElseThrow().variant())
                .isEqualTo("challenger");
        assertThat(LiveQuality.of(RECORDS, OptionalInt.of(9))).isEmpty();
        assertThat(LiveQuality.of(List.of(), OptionalInt.empty())).isEmpty();
    }

    @Test
    void oneScreenHasLiveIntervalEstimateAndTraining() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(new PrintStream(screen, true, StandardCharsets.UTF_8), false);

        new QualityView(terminal)
                .print(LiveQuality.of(RECORDS, OptionalInt.empty()).orElseThrow(), "");

        String text = screen.toString(StandardCharsets.UTF_8);
        assertThat(text)
                .contains("credit version 2 (champion)")
                .contains("100 predictions, 80 labelled (80.0 %), 5 expired; label delay p50 90.0 s")
                .containsPattern("auc +0.7000 +0.6500 to 0.7500 +0.7200 +0.7700")
                .containsPattern("region = north +fast +100 +80.0 % +auc +0.9000");
    }

    private static Performance record(
            int version, String variant, @Nullable Segment segment, String window, long endS, double auc) {
        return Performance.newBuilder()
                .setModel("credit")
                .setVersion(version)
                .setVariant(variant)
                .setSegment(segment)
                .setWindow(window)
                .setWindowStart(Instant.ofEpochSecond(endS - 60))
                .setWindowEnd(Instant.ofEpochSecond(endS))
                .setPredictions(100)
                .setLabelled(80)
                .setExpired(5)
                .setMetrics(Map.of("auc", auc))
                .setBaseline(Map.of("auc", 0.77))
                .setIntervals(Map.of("auc", new MetricInterval(auc - 0.05, auc + 0.05)))
                .setLabelDelayMs(Map.of("p50", 90_000.0))
                .setEstimated(Map.of("auc", 0.72))
                .build();
    }
}
