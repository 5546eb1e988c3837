package io.tidemark.streamkit.topic;

import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import io.tidemark.wire.SerdeProvider;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/// How to reach Kafka and the schema registry.
///
/// @param bootstrapServers first brokers to ask, `host:port` separated by commas
/// @param topicPrefix what all topic names begin with, and application ids too; may be empty
/// @param properties further properties of each Kafka client and of the registry client, for example
///     `security.protocol` or `schema.registry.url`; passed through as they are
public record KafkaSettings(String bootstrapServers, String topicPrefix, Map<String, String> properties) {
    /// Largest record that a client of ours sends: a dead letter around the largest request.
    private static final int MAX_REQUEST_BYTES = 6 * 1024 * 1024;

    public KafkaSettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("Found no bootstrap servers, expected host:port, separated by commas.");
        }
        properties = Map.copyOf(properties);
    }

    /// The topic's name on this cluster.
    public String name(TopicSpec<?> spec) {
        return Topics.name(topicPrefix, spec);
    }

    /// Makes serdes; opens a client of the schema registry.
    public SerdeProvider serdes() {
        return SerdeProvider.from(properties);
    }

    /// Properties that each client gets.
    public Map<String, Object> common() {
        Map<String, Object> common = new HashMap<>(properties);
        common.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return common;
    }

    /// Properties of a consumer that sees committed records only and starts at the beginning.
    public Map<String, Object> consumer() {
        Map<String, Object> consumer = common();
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return consumer;
    }

    /// Properties of a producer that neither loses nor doubles what it was told to send.
    public Map<String, Object> producer() {
        Map<String, Object> producer = common();
        producer.put(ProducerConfig.ACKS_CONFIG, "all");
        producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producer.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        producer.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        return producer;
    }

    /// The settings with secrets masked.
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + ", prefix '" + topicPrefix + "', "
                + new TreeMap<>(properties)
                        .entrySet().stream()
                                .map(entry ->
                                        entry.getKey() + "=" + (isSecret(entry.getKey()) ? "***" : entry.getValue()))
                                .collect(Collectors.joining(", "))
                + "]";
    }

    private static boolean isSecret(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return name.contains("password")
                || name.contains("secret")
                || name.contains("user.info")
                || name.contains("jaas")
                || name.contains("token")
                || name.endsWith(".key")
                || name.contains("certificate");
    }
}
