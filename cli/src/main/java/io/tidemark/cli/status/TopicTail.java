package io.tidemark.cli.status;

import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The newest records of a topic, oldest of them first within a partition.
final class TopicTail {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long PATIENCE_NS = 10_000_000_000L;

    private TopicTail() {}

    /// @param last how many offsets to go back in each partition
    static <V extends SpecificRecord> List<V> read(KafkaSettings settings, Topic<V> topic, long last) {
        List<V> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
            partitions.forEach(p ->
                    consumer.seek(p, Math.max(begins.getOrDefault(p, 0L), ends.getOrDefault(p, 0L) - last)));
            long deadline = System.nanoTime() + PATIENCE_NS;
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))
                    && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    V value = topic.values().deserializer().deserialize(topic.name(), message.value());
                    if (value != null) {
                        records.add(value);
                    }
                }
            }
        }
        return records;
    }
}
