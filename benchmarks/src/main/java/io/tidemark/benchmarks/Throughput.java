package io.tidemark.benchmarks;

import io.tidemark.streamkit.topic.KafkaSettings;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Watches a topic, as a reader of committed records, until a number of new records have come.
///
/// The first tenth is warm-up: the rate is over the rest.
final class Throughput {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final long PATIENCE_NS = 120_000_000_000L;
    private static final int WARM_UP_PART = 10;

    private final KafkaSettings kafka;
    private final String topic;
    private final int wanted;

    /// @param wanted records to wait for, counted from the topic's present end
    Throughput(KafkaSettings kafka, String topic, int wanted) {
        this.kafka = kafka;
        this.topic = topic;
        this.wanted = wanted;
    }

    /// Waits for the records; returns their rate a second.
    double await() {
        var config = kafka.consumer();
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            return count(consumer);
        }
    }

    private double count(KafkaConsumer<byte[], byte[]> consumer) {
        int seen = 0;
        int warmUp = wanted / WARM_UP_PART;
        long startNs = 0;
        int counted = 0;
        long lastNs = System.nanoTime();
        while (seen < wanted) {
            ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> ignored : batch) {
                seen++;
            }
            long now = System.nanoTime();
            if (!batch.isEmpty()) {
                lastNs = now;
                if (startNs == 0 && seen >= warmUp) {
                    startNs = now;
                    counted = seen;
                }
            } else if (now - lastNs > PATIENCE_NS) {
                throw new IllegalStateException("Found " + seen + " of " + wanted + " records on " + topic
                        + ", and none for " + PATIENCE_NS / 1_000_000_000L + " s.");
            }
        }
        return (seen - counted) / ((lastNs - startNs) / 1e9);
    }
}
