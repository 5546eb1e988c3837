package io.tidemark.cli.status;

import io.tidemark.cli.UserError;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The newest records of a topic, oldest of them first within a partition: all of them, or a fault that says what
/// did not answer.
public final class TopicTail {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private TopicTail() {}

    /// The newest records of a topic.
    ///
    /// @param last how many offsets to go back in each partition
    /// @throws UserError when the broker does not hand over the records in time
    public static <V extends SpecificRecord> List<V> read(KafkaSettings settings, Topic<V> topic, long last) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return read(consumer, topic, last, PATIENCE);
        }
    }

    /// @param patience how long the broker may take for all of it
    static <V extends SpecificRecord> List<V> read(
            Consumer<byte[], byte[]> consumer, Topic<V> topic, long last, Duration patience) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        partitions.forEach(p ->
                consumer.seek(p, Math.max(begins.getOrDefault(p, 0L), ends.getOrDefault(p, 0L) - last)));
        List<V> records = new ArrayList<>();
        long deadlineNs = System.nanoTime() + patience.toNanos();
        for (List<TopicPartition> behind = behind(consumer, ends); !behind.isEmpty(); behind = behind(consumer, ends)) {
            if (System.nanoTime() > deadlineNs) {
                throw new UserError("Kafka did not hand over the newest records of " + behind + " within "
                        + patience.toSeconds() + " s: what the topic says is not known. Is the broker overloaded?");
            }
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                V value = topic.values().deserializer().deserialize(topic.name(), message.value());
                if (value != null) {
                    records.add(value);
                }
            }
        }
        return records;
    }

    private static List<TopicPartition> behind(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .filter(end -> consumer.position(end.getKey()) < end.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }
}
