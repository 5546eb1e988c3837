package io.tidemark.scoring.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.streamkit.deadletter.Reason;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
    private static final long NOW_MS = 1_767_225_600_000L;

    @Test
    void withoutADeadlineThereIsNoHurry() {
        assertThat(Deadline.check(new RecordHeaders(), NOW_MS)).isEmpty();
    }

    @Test
    void aDeadlineHoldsToItsMillisecond() {
        assertThat(Deadline.check(headers("1767225600000"), NOW_MS)).isEmpty();
        assertThat(Deadline.check(headers("1767225599999"), NOW_MS)).hasValueSatisfying(fault -> {
            assertThat(fault.reason()).isEqualTo(Reason.EXPIRED);
            assertThat(fault.message()).contains("1767225599999 (2025-12-31T23:59:59.999Z)", ", 1 ms before it was");
        });
    }

    /// The usual slip: the message shows the year that the number means.
    @Test
    void secondsTakenForMillisecondsAreEasyToSee() {
        assertThat(Deadline.check(headers("1767225600"), NOW_MS))
                .hasValueSatisfying(fault -> assertThat(fault.message()).contains("1970-01-21"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+5",
                "1e12",
                "1767225600000 ",
                "2026-01-01T00:00:00Z",
                "١٢",
                "253402300800000",
                "99999999999999999999999999"
            })
    void whatIsNoDeadlineIsAFaultAndNotPassedOver(@Nullable String value) {
        assertThat(Deadline.check(headers(value), NOW_MS)).hasValueSatisfying(fault -> {
            assertThat(fault.reason()).isEqualTo(Reason.INVALID_FIELD);
            assertThat(fault.message())
                    .contains("'" + (value == null ? "" : value) + "' in the header tidemark-deadline-ms");
        });
    }

    @Test
    void theLastDeadlineCounts() {
        Headers headers = headers("1").add("tidemark-deadline-ms", bytes("1767225600001"));

        assertThat(Deadline.check(headers, NOW_MS)).isEmpty();
    }

    private static Headers headers(@Nullable String deadline) {
        return new RecordHeaders().add("tidemark-deadline-ms", deadline == null ? null : bytes(deadline));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
