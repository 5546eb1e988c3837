package io.tidemark.notifier.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/// Where a consumer group begins that never committed.
///
/// Kafka's own `auto.offset.reset=by_duration` is not used for it: in a partition that holds nothing so young it finds
/// no offset, and the consumer looks again only after its request timeout of 30 s, again and again. The first alert of
/// a quiet cluster would come that much later.
final class StartPositions {
    /// Alerts of long ago are no news.
    private static final Duration LOOK_BACK = Duration.ofHours(1);

    private StartPositions() {}

    /// Moves the consumer, in partitions without a committed offset, to the first record that is young enough, or to
    /// the end.
    ///
    /// @return where it begins in these partitions: to be committed also when nothing is read there, for what comes
    ///     while the group is away is news, however long it is away
    static Map<TopicPartition, Long> seek(Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Instant now) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        Set<TopicPartition> fresh = partitions.stream()
                .filter(partition -> committed.get(partition) == null)
                .collect(Collectors.toSet());
        if (fresh.isEmpty()) {
            return Map.of();
        }
        // Ends first: what is written between the two questions is read.
        Map<TopicPartition, Long> ends = consumer.endOffsets(fresh);
        long since = now.minus(LOOK_BACK).toEpochMilli();
        Map<TopicPartition, OffsetAndTimestamp> young = consumer.offsetsForTimes(
                fresh.stream().collect(Collectors.toMap(partition -> partition, partition -> since)));
        Map<TopicPartition, Long> starts = new HashMap<>();
        ends.forEach((partition, end) -> {
            OffsetAndTimestamp first = young.get(partition);
            starts.put(partition, first == null ? end : first.offset());
        });
        starts.forEach(consumer::seek);
        return starts;
    }
}
