package io.tidemark.streamkit.app;

import io.tidemark.streamkit.topic.KafkaSettings;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `tidemark.kafka.*`.
///
/// @param bootstrapServers first brokers to ask
/// @param topicPrefix what all topic names and application ids begin with
/// @param properties passed to each Kafka client and to the schema registry client. From the environment,
///     `TIDEMARK_KAFKA_PROPERTIES_SASL_JAAS_CONFIG` sets `sasl.jaas.config`; secrets belong there or into a file
@ConfigurationProperties(prefix = "tidemark.kafka", ignoreUnknownFields = false)
public record KafkaProperties(
        @DefaultValue("localhost:9092") String bootstrapServers,
        @DefaultValue("") String topicPrefix,
        @DefaultValue Map<String, String> properties) {

    /// The settings as the clients take them.
    KafkaSettings toSettings() {
        return new KafkaSettings(bootstrapServers, topicPrefix, properties);
    }

    /// With secrets masked.
    @Override
    public String toString() {
        return toSettings().toString();
    }
}
