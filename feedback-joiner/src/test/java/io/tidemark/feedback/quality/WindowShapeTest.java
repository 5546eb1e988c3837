package io.tidemark.feedback.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowShapeTest {
    private final WindowShape minute = new WindowShape("fast", 60_000);

    @ParameterizedTest
    @CsvSource({"0, 0, 6000", "5999, 0, 6000", "6000, 6000, 12000", "-1, -6000, 0"})
    void panesAreHalfOpen(long timeMs, long paneStart, long end) {
        assertThat(minute.paneStart(timeMs)).isEqualTo(paneStart);
        assertThat(minute.end(timeMs)).isEqualTo(end);
        assertThat(minute.end(timeMs) - minute.start(timeMs)).isEqualTo(60_000);
    }

    @Test
    void aWindowHoldsTenPanes() {
        assertThat(minute.hopMs()).isEqualTo(6_000);
        assertThat((minute.end(123_456) - minute.start(123_456)) / minute.hopMs())
                .isEqualTo(10);
    }

    @Test
    void smallestPanesFitIntoTheHopsOfAllWindows() {
        for (List<Duration> windows : List.of(
                List.of(Duration.ofMinutes(10), Duration.ofDays(1)),
                List.of(Duration.ofSeconds(12)),
                List.of(Duration.ofSeconds(61), Duration.ofDays(30)),
                List.of(Duration.ofDays(1), Duration.ofDays(30)))) {
            long pane = WindowShape.commonPaneLengthMs(windows);
            assertThat(pane).isPositive();
            for (Duration window : windows) {
                assertThat(new WindowShape("w", window.toMillis()).hopMs() % pane)
                        .isZero();
            }
        }
        assertThat(WindowShape.commonPaneLengthMs(List.of(Duration.ofMinutes(10), Duration.ofDays(1))))
                .isEqualTo(60_000);
    }

    @Test
    void aLengthThatCannotBeCutIsRefused() {
        assertThatThrownBy(() -> new WindowShape("odd", 1_005))
                .hasMessage("Found the window odd of 1005 ms, expected a multiple of 10 ms.");
    }
}
