package io.tidemark.streamkit.deadletter;

import io.tidemark.streamkit.runtime.BoundedTimestamps;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// A record as it came in: where it stood, and its bytes.
public final class Inbound {
    private final String topic;
    private final int partition;
    private final long offset;
    private final Record<byte @Nullable [], byte @Nullable []> source;

    private Inbound(String topic, int partition, long offset, Record<byte @Nullable [], byte @Nullable []> source) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.source = source;
    }

    /// The record that is being processed.
    public static Inbound of(Record<byte @Nullable [], byte @Nullable []> source, RecordMetadata metadata) {
        return at(metadata.topic(), metadata.partition(), metadata.offset(), source);
    }

    /// A record that a plain consumer read.
    public static Inbound of(ConsumerRecord<byte @Nullable [], byte @Nullable []> message) {
        return at(
                message.topic(),
                message.partition(),
                message.offset(),
                new Record<>(message.key(), message.value(), message.timestamp(), message.headers()));
    }

    /// A record at given coordinates.
    public static Inbound at(
            String topic, int partition, long offset, Record<byte @Nullable [], byte @Nullable []> source) {
        return new Inbound(topic, partition, offset, source);
    }

    /// Topic of the record.
    public String topic() {
        return topic;
    }

    /// Partition of the record.
    public int partition() {
        return partition;
    }

    /// Offset of the record.
    public long offset() {
        return offset;
    }

    /// Timestamp that the stream works with, milliseconds since 1970-01-01 UTC; never beyond the bound.
    public long timestampMs() {
        return source.timestamp();
    }

    /// Timestamp as the record bore it.
    public long originalTimestampMs() {
        return BoundedTimestamps.original(source.headers()).orElse(source.timestamp());
    }

    /// True when the record's own timestamp was out of bounds.
    public boolean timestampWasOutOfBounds() {
        return BoundedTimestamps.original(source.headers()).isPresent();
    }

    /// Key; null when it has none.
    public byte @Nullable [] key() {
        return source.key();
    }

    /// Value; null when it has none.
    public byte @Nullable [] value() {
        return source.value();
    }

    /// Headers of the record.
    public Headers headers() {
        return source.headers();
    }

    /// Coordinates for messages.
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
