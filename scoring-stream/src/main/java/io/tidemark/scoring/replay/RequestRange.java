package io.tidemark.scoring.replay;

import io.tidemark.streamkit.topic.KafkaSettings;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The requests that are to be answered again, resolved to offsets that the log holds at this moment.
///
/// @param topic topic of the requests, prefix included
/// @param partitions what of each partition
public record RequestRange(String topic, NavigableMap<Integer, Part> partitions) {
    public RequestRange {
        partitions = Collections.unmodifiableNavigableMap(new TreeMap<>(partitions));
    }

    /// Finds the offsets.
    ///
    /// @param from first request, inclusive
    /// @param to end, exclusive; an end that lies beyond the log is the log's
    /// @throws IllegalArgumentException when a partition does not exist, or when the log does not hold the first
    ///     request any more
    public static RequestRange resolve(KafkaSettings settings, String topic, RangeBound from, RangeBound to) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            if (all.isEmpty()) {
                throw new IllegalArgumentException(
                        "Found no topic " + topic + ", expected the requests: `tidemark topics create` makes it.");
            }
            requireKnown(from, all.size());
            requireKnown(to, all.size());
            Map<TopicPartition, Long> first = consumer.beginningOffsets(all);
            Map<TopicPartition, Long> end = consumer.endOffsets(all);
            Map<TopicPartition, Long> begins = offsets(consumer, from, first, end);
            Map<TopicPartition, Long> ends = offsets(consumer, to, end, end);
            NavigableMap<Integer, Part> parts = new TreeMap<>();
            for (TopicPartition partition : all) {
                long available = first.getOrDefault(partition, 0L);
                long begin = begins.getOrDefault(partition, available);
                requireHeld(partition, begin, available);
                long stop = Math.min(ends.getOrDefault(partition, 0L), end.getOrDefault(partition, 0L));
                parts.put(partition.partition(), new Part(begin, Math.max(begin, stop)));
            }
            return new RequestRange(topic, parts);
        }
    }

    /// True for a place inside.
    public boolean contains(int partition, long offset) {
        Part part = partitions.get(partition);
        return part != null && offset >= part.from() && offset < part.to();
    }

    /// Number of offsets inside; markers of transactions count, so it bounds the number of requests from above.
    public long offsets() {
        return partitions.values().stream()
                .mapToLong(part -> part.to() - part.from())
                .sum();
    }

    /// First offset of each partition.
    Map<TopicPartition, Long> begins() {
        Map<TopicPartition, Long> begins = new HashMap<>();
        partitions.forEach((partition, part) -> begins.put(new TopicPartition(topic, partition), part.from()));
        return begins;
    }

    /// End of each partition.
    Map<TopicPartition, Long> ends() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        partitions.forEach((partition, part) -> ends.put(new TopicPartition(topic, partition), part.to()));
        return ends;
    }

    /// This range without what comes before the given offsets.
    RequestRange behind(Map<Integer, Long> offsets) {
        NavigableMap<Integer, Part> rest = new TreeMap<>();
        partitions.forEach((partition, part) -> {
            long from = Math.clamp(offsets.getOrDefault(partition, part.from()), part.from(), part.to());
            rest.put(partition, new Part(from, part.to()));
        });
        return new RequestRange(topic, rest);
    }

    private static Map<TopicPartition, Long> offsets(
            KafkaConsumer<?, ?> consumer,
            RangeBound bound,
            Map<TopicPartition, Long> open,
            Map<TopicPartition, Long> end) {
        Map<TopicPartition, Long> found = new HashMap<>(open);
        switch (bound) {
            case RangeBound.OfOffsets named ->
                found.replaceAll((partition, offset) -> named.offsets().getOrDefault(partition.partition(), offset));
            case RangeBound.OfTime at -> {
                Map<TopicPartition, Long> times = new HashMap<>();
                open.keySet()
                        .forEach(partition -> times.put(partition, at.time().toEpochMilli()));
                Map<TopicPartition, OffsetAndTimestamp> hits = consumer.offsetsForTimes(times);
                found.replaceAll((partition, offset) -> {
                    OffsetAndTimestamp hit = hits.get(partition);
                    return hit == null ? end.getOrDefault(partition, offset) : hit.offset();
                });
            }
        }
        return found;
    }

    private static void requireKnown(RangeBound bound, int partitions) {
        if (bound instanceof RangeBound.OfOffsets named) {
            named.offsets().keySet().stream()
                    .filter(partition -> partition >= partitions)
                    .findFirst()
                    .ifPresent(partition -> {
                        throw new IllegalArgumentException("Found partition " + partition + ", expected one of the "
                                + partitions + " of the requests, from 0.");
                    });
        }
    }

    private static void requireHeld(TopicPartition partition, long begin, long available) {
        if (begin < available) {
            throw new IllegalArgumentException("Found the first offset " + partition.partition() + ":" + begin
                    + ", expected " + partition.partition() + ":" + available
                    + " or later: retention has deleted the requests before from " + partition.topic() + ".");
        }
    }

    /// Offsets of a partition.
    ///
    /// @param from first, inclusive
    /// @param to end, exclusive
    public record Part(long from, long to) {
        public Part {
            if (from < 0 || to < from) {
                throw new IllegalArgumentException(
                        "Found offsets from " + from + " to " + to + ", expected 0 <= from <= to.");
            }
        }
    }
}
