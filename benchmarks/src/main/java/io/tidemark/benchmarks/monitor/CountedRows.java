package io.tidemark.benchmarks.monitor;

import io.tidemark.event.DriftPane;
import io.tidemark.event.PaneSubject;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// How many predictions the drift monitor has counted from now on, from the committed panes.
final class CountedRows implements LongSupplier, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final long PATIENCE_NS = 120_000_000_000L;
    private static final int WARM_UP_PART = 10;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Topic<DriftPane> panes;
    private long rows;

    CountedRows(KafkaSettings kafka) {
        panes = new TopicBinding(kafka).of(Topics.DRIFT_PANES);
        var config = kafka.consumer();
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(panes.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Only a question for the place makes the consumer go there.
        partitions.forEach(consumer::position);
    }

    @Override
    public long getAsLong() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            DriftPane pane = panes.values().deserializer().deserialize(record.topic(), record.value());
            rows += pane.getSubject() == PaneSubject.PREDICTION ? pane.getCount() : 0;
        }
        return rows;
    }

    /// Waits until as many events were counted; returns how many a second, from the first tenth on.
    static double perSecond(LongSupplier counted, int events) throws InterruptedException {
        long start = System.nanoTime();
        long first = 0;
        long firstNs = 0;
        while (true) {
            long now = counted.getAsLong();
            long nowNs = System.nanoTime();
            if (first == 0 && now >= events / WARM_UP_PART) {
                first = now;
                firstNs = nowNs;
            }
            if (now >= events) {
                return (now - first) / ((nowNs - firstNs) / 1e9);
            }
            if (nowNs - start > PATIENCE_NS) {
                throw new IllegalStateException("Found " + now + " of " + events + " events counted after "
                        + PATIENCE_NS / 1_000_000_000L + " s.");
            }
            Thread.sleep(1);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
