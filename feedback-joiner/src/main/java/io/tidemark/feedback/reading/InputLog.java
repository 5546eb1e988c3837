package io.tidemark.feedback.reading;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// The joiner's input topics, and how far its group is in them.
interface InputLog {
    /// Ends of all partitions of topics: the offsets after their last records, of open transactions too.
    Map<TopicPartition, Long> ends(Collection<String> topics) throws InterruptedException;

    /// Whether the group has committed all that a reader finds before these ends.
    boolean hasRead(Map<TopicPartition, Long> ends) throws InterruptedException;
}
