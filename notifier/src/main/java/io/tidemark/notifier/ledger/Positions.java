package io.tidemark.notifier.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// How far the log is done with: up to the first record that is not. Belongs to one thread.
public final class Positions {
    private final Map<TopicPartition, TreeSet<Long>> unfinished = new HashMap<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();

    /// Reading begins at an offset that was never committed.
    public void begin(TopicPartition partition, long offset) {
        next.putIfAbsent(partition, offset);
    }

    /// A record was read.
    ///
    /// @param done true: nothing is left to do with it
    public void read(TopicPartition partition, long offset, boolean done) {
        next.put(partition, offset + 1);
        if (!done) {
            unfinished.computeIfAbsent(partition, missing -> new TreeSet<>()).add(offset);
        }
    }

    /// Nothing is left to do with a record.
    public void done(TopicPartition partition, long offset) {
        TreeSet<Long> offsets = unfinished.get(partition);
        if (offsets != null) {
            offsets.remove(offset);
        }
    }

    /// What can be committed and was not yet; counts as committed from here on.
    public Map<TopicPartition, OffsetAndMetadata> takeCommittable() {
        Map<TopicPartition, OffsetAndMetadata> now = new HashMap<>();
        next.forEach((partition, position) -> {
            TreeSet<Long> open = unfinished.get(partition);
            now.put(partition, new OffsetAndMetadata(open == null || open.isEmpty() ? position : open.first()));
        });
        if (now.equals(committed)) {
            return Map.of();
        }
        committed = Map.copyOf(now);
        return now;
    }

    /// Begins anew, after partitions went to others or came back.
    public void clear() {
        unfinished.clear();
        next.clear();
        committed = Map.of();
    }
}
