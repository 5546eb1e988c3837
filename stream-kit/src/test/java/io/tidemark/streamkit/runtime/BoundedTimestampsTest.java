package io.tidemark.streamkit.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedTimestampsTest {
    private static final long NOW_MS = 1_750_000_000_000L;
    private static final long AHEAD_MS = 60_000;

    private final BoundedTimestamps timestamps = new BoundedTimestamps(
            Clock.fixed(Instant.ofEpochMilli(NOW_MS), ZoneOffset.UTC), Duration.ofMillis(AHEAD_MS));

    @ParameterizedTest
    @ValueSource(longs = {0, 1, NOW_MS, NOW_MS + AHEAD_MS})
    void aTimestampWithinBoundsIsTakenAsItIs(long timestampMs) {
        ConsumerRecord<Object, Object> record = record(timestampMs, new RecordHeaders());

        assertThat(timestamps.extract(record, -1)).isEqualTo(timestampMs);
        assertThat(BoundedTimestamps.original(record.headers())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, NOW_MS + AHEAD_MS + 1, Long.MAX_VALUE})
    void oneOutOfBoundsBecomesNowAndIsRemembered(long timestampMs) {
        ConsumerRecord<Object, Object> record = record(timestampMs, new RecordHeaders());

        assertThat(timestamps.extract(record, -1)).isEqualTo(NOW_MS);
        assertThat(BoundedTimestamps.original(record.headers())).isEqualTo(OptionalLong.of(timestampMs));
    }

    /// A producer that sets our header must not pass for a record with a bad timestamp.
    @Test
    void aHeaderFromOutsideMeansNothing() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(BoundedTimestamps.ORIGINAL_HEADER, "rubbish".getBytes(UTF_8));
        ConsumerRecord<Object, Object> record = record(NOW_MS, headers);

        assertThat(timestamps.extract(record, -1)).isEqualTo(NOW_MS);
        assertThat(BoundedTimestamps.original(record.headers())).isEmpty();
    }

    private static ConsumerRecord<Object, Object> record(long timestampMs, RecordHeaders headers) {
        return new ConsumerRecord<>(
                "requests", 0, 0, timestampMs, TimestampType.CREATE_TIME, 0, 0, "k", "v", headers, Optional.empty());
    }
}
