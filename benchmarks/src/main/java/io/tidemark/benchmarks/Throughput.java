package io.tidemark.benchmarks;

import io.tidemark.streamkit.topic.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Watches a topic, as a reader of committed records, until a number of new records have come.
///
/// The first tenth is warm-up: the rate is over the rest.
final class Throughput {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final long PATIENCE_NS = 120_000_000_000L;
    private final KafkaSettings kafka;
    private final String topic;
    private final int wanted;
    private final Map<TopicPartition, Long> ends;

    /// @param wanted records to wait for, counted from the topic's end at this moment
    Throughput(KafkaSettings kafka, String topic, int wanted) {
        this.kafka = kafka;
        this.topic = topic;
        this.wanted = wanted;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            this.ends = consumer.endOffsets(consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        var config = kafka.consumer();
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// Waits for the records; returns their rate a second.
    double await() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(ends.keySet());
            ends.forEach(consumer::seek);
            return count(consumer);
        }
    }

    private double count(KafkaConsumer<byte[], byte[]> consumer) {
        Rate rate = new Rate(wanted);
        while (!rate.isComplete()) {
            int more = consumer.poll(POLL).count();
            rate.look(rate.seen() + more, System.nanoTime());
            if (rate.idleNs() > PATIENCE_NS) {
                throw new IllegalStateException("Found " + rate.seen() + " of " + wanted + " records on " + topic
                        + ", and none for " + PATIENCE_NS / 1_000_000_000L + " s.");
            }
        }
        return rate.perSecond();
    }
}
