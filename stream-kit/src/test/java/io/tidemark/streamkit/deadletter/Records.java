package io.tidemark.streamkit.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.streamkit.runtime.BoundedTimestamps;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Inbound records of topic `requests`, partition 2, offset 7.
final class Records {
    static final long TIMESTAMP_MS = 1_750_000_000_000L;

    private Records() {}

    static Inbound of(byte @Nullable [] value) {
        return of("key".getBytes(UTF_8), value, new RecordHeaders());
    }

    static Inbound of(byte @Nullable [] key, byte @Nullable [] value, RecordHeaders headers) {
        return Inbound.at("requests", 2, 7, new Record<>(key, value, TIMESTAMP_MS, headers));
    }

    /// A record whose own timestamp was out of bounds.
    static Inbound stamped(long originalMs, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(BoundedTimestamps.ORIGINAL_HEADER, Long.toString(originalMs).getBytes(UTF_8));
        headers.add("sender", "till-4".getBytes(UTF_8));
        return of(null, value, headers);
    }
}
