package io.tidemark.feedback.reading;

import io.tidemark.streamkit.topic.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The input topics of a consumer group, as the cluster tells. Belongs to one thread.
final class GroupLog implements InputLog, AutoCloseable {
    private static final long TIMEOUT_S = 10;
    private static final Duration POLL = Duration.ofMillis(200);

    /// Polls for one look at what lies before an end.
    private static final int MOST_POLLS = 10;

    private final String group;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> reader;

    /// Offsets of the group at the last look, of partitions that it had not read to their awaited ends.
    private Map<TopicPartition, Long> behind = Map.of();

    GroupLog(KafkaSettings kafka, String group) {
        this.group = group;
        this.admin = Admin.create(kafka.common());
        Map<String, Object> config = kafka.consumer();
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        this.reader = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Map<TopicPartition, Long> ends(Collection<String> topics) throws InterruptedException {
        Map<String, TopicDescription> found =
                answer(admin.describeTopics(topics).allTopicNames(), "which partitions " + topics + " have");
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        found.forEach((topic, description) -> description
                .partitions()
                .forEach(partition ->
                        latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        return offsets(latest, "where " + topics + " end");
    }

    @Override
    public boolean hasRead(Map<TopicPartition, Long> ends) throws InterruptedException {
        Map<TopicPartition, Long> behindNow = shortOf(ends);
        boolean moves = !behindNow.equals(behind);
        behind = behindNow;
        if (behindNow.isEmpty()) {
            return true;
        }
        return !moves && nothingLies(behindNow, ends);
    }

    /// Where the group is, in partitions in which it is before an end.
    private Map<TopicPartition, Long> shortOf(Map<TopicPartition, Long> ends) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed =
                answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), "where " + group + " is");
        Map<TopicPartition, OffsetSpec> earliest = ends.keySet().stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.earliest()));
        Map<TopicPartition, Long> at = offsets(earliest, "where " + group + "'s topics begin");
        committed.forEach((partition, offset) -> at.computeIfPresent(
                partition, (key, begin) -> offset == null ? begin : Math.max(begin, offset.offset())));
        at.keySet().removeIf(partition -> at.getOrDefault(partition, 0L) >= ends.getOrDefault(partition, 0L));
        return at;
    }

    /// Whether a reader finds no record from the offsets on up to the ends: nothing but markers of transactions, and
    /// what was aborted. A group that was stopped before it came past them commits nothing until a record comes.
    private boolean nothingLies(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
        reader.assign(from.keySet());
        from.forEach(reader::seek);
        for (int poll = 0; poll < MOST_POLLS; poll++) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    return false;
                }
            }
            if (from.keySet().stream()
                    .allMatch(partition -> reader.position(partition) >= ends.getOrDefault(partition, 0L))) {
                return true;
            }
        }
        return false;
    }

    private Map<TopicPartition, Long> offsets(Map<TopicPartition, OffsetSpec> specs, String what)
            throws InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> entry :
                answer(admin.listOffsets(specs).all(), what).entrySet()) {
            offsets.put(entry.getKey(), entry.getValue().offset());
        }
        return offsets;
    }

    private static <T> T answer(KafkaFuture<T> future, String what) throws InterruptedException {
        try {
            return future.get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("The cluster does not say " + what + ".", e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("The cluster did not say within " + TIMEOUT_S + " s " + what + ".", e);
        }
    }

    @Override
    public void close() {
        reader.close();
        admin.close(Duration.ofSeconds(TIMEOUT_S));
    }
}
