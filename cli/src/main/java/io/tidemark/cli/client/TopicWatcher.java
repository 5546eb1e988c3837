package io.tidemark.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tidemark.cli.UserError;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import io.tidemark.wire.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Follows all partitions of a topic.
public final class TopicWatcher {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaSettings settings;
    private final String topic;
    private final boolean fromBeginning;
    private final boolean untilEnd;
    private final boolean uncommitted;

    /// @param name a name of the catalogue, without prefix, or the full name of any topic
    public TopicWatcher(
            KafkaSettings settings, String name, boolean fromBeginning, boolean untilEnd, boolean uncommitted) {
        this.settings = settings;
        this.topic = Topics.find(name).map(settings::name).orElse(name);
        this.fromBeginning = fromBeginning;
        this.untilEnd = untilEnd;
        this.uncommitted = uncommitted;
    }

    /// Hands over records until `max` were seen, the end was reached, or the thread is interrupted.
    ///
    /// @param max how many; 0: no limit
    public void watch(long max, Consumer<SeenRecord> sink) {
        GenericDecoder decoder = new GenericDecoder(SchemaRegistry.open(RegistrySettings.from(settings.properties())));
        Map<String, Object> config = settings.consumer();
        if (uncommitted) {
            config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        }
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            if (fromBeginning || untilEnd) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
            }
            long seen = 0;
            while (!Thread.currentThread().isInterrupted()) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    sink.accept(new SeenRecord(message, decode(decoder, message)));
                    if (max > 0 && ++seen >= max) {
                        return;
                    }
                }
                if (untilEnd && partitions.stream().allMatch(p -> consumer.position(p) >= ends.getOrDefault(p, 0L))) {
                    return;
                }
            }
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UserError("Found no topic " + topic + ", expected one of the catalogue: "
                    + String.join(
                            ", ", Topics.all().stream().map(spec -> spec.name()).toList()) + ".");
        }
        return partitions;
    }

    private static JsonNode decode(GenericDecoder decoder, ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return NullNode.getInstance();
        }
        try {
            return decoder.decode(message.value());
        } catch (KafkaException e) {
            return TextNode.valueOf(
                    "(" + message.value().length + " bytes that cannot be read: " + e.getMessage() + ")");
        }
    }
}
