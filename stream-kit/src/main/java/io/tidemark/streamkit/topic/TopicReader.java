package io.tidemark.streamkit.topic;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads a topic from its beginning to where it ended when reading began, committed records only.
///
/// A transaction that was committed just before counts: its markers may still be under way, and reading waits for them.
public final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STALLED = Duration.ofSeconds(90);

    /// A consumer asks for more before it is asked itself, and its end waits until the broker has answered: by default
    /// that is half a second for each reading, when there is nothing more.
    private static final int FETCH_WAIT_MS = 20;

    private final KafkaSettings settings;

    public TopicReader(KafkaSettings settings) {
        this.settings = settings;
    }

    /// Hands each record to `sink`, partition by partition in order.
    ///
    /// @return end of each partition: the first offset that was not read
    /// @throws IllegalStateException when the topic does not exist or the broker stops answering
    public Map<TopicPartition, Long> read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = highWatermarks(partitions);
            readOn(consumer, ends, sink);
            return ends;
        }
    }

    /// Hands the records of a partition to `sink`, from an offset on.
    ///
    /// @throws IllegalStateException when the broker stops answering
    public void readFrom(TopicPartition partition, long offset, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, offset);
            readOn(consumer, highWatermarks(List.of(partition)), sink);
        }
    }

    /// Hands a part of each partition to `sink`; a part that is not on the log any more begins with what is.
    ///
    /// @param first first offset by partition, inclusive
    /// @param ends end by partition, exclusive; the same partitions, and offsets that the log has reached
    /// @throws IllegalStateException when the broker stops answering
    public void readBetween(
            Map<TopicPartition, Long> first,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(first.keySet());
            first.forEach(consumer::seek);
            readOn(consumer, ends, sink);
        }
    }

    private Map<String, Object> config() {
        Map<String, Object> config = settings.consumer();
        config.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
        return config;
    }

    /// Reads from where the consumer stands.
    private static void readOn(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Set<TopicPartition> partitions = ends.keySet();
        long lastProgress = System.nanoTime();
        long read = -1;
        while (true) {
            if (partitions.stream().allMatch(p -> consumer.position(p) >= ends.getOrDefault(p, 0L))) {
                return;
            }
            consumer.poll(POLL).forEach(message -> {
                if (message.offset()
                        < ends.getOrDefault(new TopicPartition(message.topic(), message.partition()), 0L)) {
                    sink.accept(message);
                }
            });
            long position = partitions.stream().mapToLong(consumer::position).sum();
            if (position != read) {
                read = position;
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > STALLED.toNanos()) {
                throw new IllegalStateException("Reading " + partitions + " stands still since " + STALLED.toSeconds()
                        + " s: the broker does not answer, or a transaction is open.");
            }
        }
    }

    /// Ends that include open transactions; a consumer of committed records only is told where the first of them began.
    private Map<TopicPartition, Long> highWatermarks(List<TopicPartition> partitions) {
        Map<String, Object> config = settings.consumer();
        config.put(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_UNCOMMITTED.toString().toLowerCase(Locale.ROOT));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitions);
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException(
                    "Found no topic " + topic + ", expected it on the cluster: `tidemark topics create` makes it.");
        }
        return partitions;
    }
}
