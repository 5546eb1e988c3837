package io.tidemark.streamkit.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventChecksTest {
    private static final Instant LATEST = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1_772_366_400_000L})
    void timesFromTheEpochToTheLatestAreBelieved(long ms) {
        assertThat(EventChecks.eventTime(Instant.ofEpochMilli(ms), LATEST)).isEmpty();
        assertThat(EventChecks.eventTime(LATEST, LATEST)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 1_772_366_400_001L, Long.MAX_VALUE})
    void timesBeforeAndAfterAreNot(long ms) {
        assertThat(EventChecks.eventTime(Instant.ofEpochMilli(ms), LATEST)).hasValueSatisfying(fault -> {
            assertThat(fault.reason()).isEqualTo(Reason.TIMESTAMP_OUT_OF_RANGE);
            assertThat(fault.message()).contains(ms + " ms", "expected 0 to 1772366400000 ms");
        });
    }

    @Test
    void withoutABoundOnlyTimesBeforeTheEpochAreNot() {
        assertThat(EventChecks.eventTime(Instant.ofEpochMilli(Long.MAX_VALUE), EventChecks.ANY_TIME))
                .isEmpty();
        assertThat(EventChecks.eventTime(Instant.ofEpochMilli(-1), EventChecks.ANY_TIME))
                .hasValueSatisfying(fault -> assertThat(fault.message()).contains("-1 ms"));
    }

    @Test
    void anIdHasOneTo200Characters() {
        assertThat(EventChecks.requestId("r")).isEmpty();
        assertThat(EventChecks.requestId("r".repeat(200))).isEmpty();
        for (String bad : new String[] {"", " \t", "r".repeat(201)}) {
            assertThat(EventChecks.requestId(bad)).hasValueSatisfying(fault -> {
                assertThat(fault.reason()).isEqualTo(Reason.INVALID_FIELD);
                assertThat(fault.message()).contains("of " + bad.length() + " characters, expected 1 to 200");
            });
        }
    }
}
