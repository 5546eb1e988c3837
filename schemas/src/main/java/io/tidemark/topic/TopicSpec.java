package io.tidemark.topic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;

/// What a topic has to be like. Keys are UTF-8 text throughout.
///
/// @param <V> generated class of the values
/// @param name name without prefix
/// @param key what the record key is, in words
/// @param value generated class of the values
/// @param partitions partitions to create it with, 1 or more
/// @param cleanup what the broker may throw away
/// @param retention how long records are kept at least; empty: for good
/// @param maxMessageBytes largest record batch that the broker takes, bytes
/// @param anyTimestamp true: the broker takes records however far their timestamp lies in the future, so that they
///     end as a dead letter with a reason instead of an exception at their producer
/// @param description what flows through it, in one sentence
public record TopicSpec<V extends SpecificRecord>(
        String name,
        String key,
        Class<V> value,
        int partitions,
        Cleanup cleanup,
        Optional<Duration> retention,
        int maxMessageBytes,
        boolean anyTimestamp,
        String description) {

    /// Kafka's clean-up policies.
    public enum Cleanup {
        DELETE("delete"),
        COMPACT("compact"),
        COMPACT_AND_DELETE("compact,delete");

        private final String policy;

        Cleanup(String policy) {
            this.policy = policy;
        }
    }

    public TopicSpec {
        if (partitions < 1) {
            throw new IllegalArgumentException(
                    "Found " + partitions + " partitions of " + name + ", expected 1 or more.");
        }
    }

    /// Topic configuration by Kafka's names.
    public Map<String, String> config() {
        Map<String, String> config = new LinkedHashMap<>();
        config.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup.policy);
        config.put(
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(retention.map(Duration::toMillis).orElse(-1L)));
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes));
        if (anyTimestamp) {
            config.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));
        }
        return config;
    }
}
