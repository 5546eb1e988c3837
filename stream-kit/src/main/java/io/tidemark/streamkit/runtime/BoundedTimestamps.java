package io.tidemark.streamkit.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.TimestampExtractor;

/// Keeps stream time sane: a record from beyond `now + maxAhead`, or from before 1970, gets the current time, and
/// its own timestamp moves to a header by which the decoder knows it. One record from the year 292278994 would
/// otherwise expire all windows, and hang tasks with stream-time punctuators (CVE-2026-111496).
public final class BoundedTimestamps implements TimestampExtractor {
    /// Header that holds the record's own timestamp, decimal, when it was out of bounds. Never leaves the service.
    public static final String ORIGINAL_HEADER = "tidemark-original-timestamp";

    private final Clock clock;
    private final long maxAheadMs;

    public BoundedTimestamps(Clock clock, Duration maxAhead) {
        this.clock = clock;
        this.maxAheadMs = maxAhead.toMillis();
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> message, long partitionTime) {
        message.headers().remove(ORIGINAL_HEADER);
        long timestamp = message.timestamp();
        long now = clock.millis();
        if (timestamp >= 0 && timestamp <= now + maxAheadMs) {
            return timestamp;
        }
        message.headers().add(ORIGINAL_HEADER, Long.toString(timestamp).getBytes(StandardCharsets.UTF_8));
        return now;
    }

    /// The record's own timestamp when it was out of bounds.
    public static OptionalLong original(Headers headers) {
        Header header = headers.lastHeader(ORIGINAL_HEADER);
        return header == null
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(new String(header.value(), StandardCharsets.UTF_8)));
    }
}
