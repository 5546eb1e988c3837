package io.tidemark.cli.client;

import io.tidemark.cli.UserError;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads one record by its place.
public final class RecordFinder {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long DEADLINE_NS = Duration.ofSeconds(20).toNanos();

    private final KafkaSettings settings;

    public RecordFinder(KafkaSettings settings) {
        this.settings = settings;
    }

    /// The record at an offset.
    ///
    /// @throws UserError when there is none: the topic does not reach so far, or no longer, or a transaction's marker
    /// stands there
    public <V extends SpecificRecord> V find(Topic<V> topic, int partition, long offset) {
        TopicPartition place = new TopicPartition(topic.name(), partition);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            requirePlace(consumer, place, offset);
            consumer.assign(List.of(place));
            consumer.seek(place, offset);
            long begins = System.nanoTime();
            while (consumer.position(place) <= offset && System.nanoTime() - begins < DEADLINE_NS) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    if (message.offset() == offset && message.value() != null) {
                        return decoded(topic, message);
                    }
                    if (message.offset() >= offset) {
                        throw nothing(place, offset);
                    }
                }
            }
            throw nothing(place, offset);
        }
    }

    private static void requirePlace(KafkaConsumer<byte[], byte[]> consumer, TopicPartition place, long offset) {
        int partitions = consumer.partitionsFor(place.topic()).size();
        if (place.partition() < 0 || place.partition() >= partitions) {
            throw new UserError("Found partition " + place.partition() + ", expected one of the " + partitions + " of "
                    + place.topic() + ", from 0.");
        }
        Map<TopicPartition, Long> first = consumer.beginningOffsets(List.of(place));
        Map<TopicPartition, Long> end = consumer.endOffsets(List.of(place));
        if (offset < first.getOrDefault(place, 0L) || offset >= end.getOrDefault(place, 0L)) {
            throw new UserError("Found offset " + offset + ", expected one from " + first.get(place) + " to "
                    + (end.getOrDefault(place, 0L) - 1) + " of partition " + place + ".");
        }
    }

    private static <V extends SpecificRecord> V decoded(Topic<V> topic, ConsumerRecord<byte[], byte[]> message) {
        V value = topic.values().deserializer().deserialize(topic.name(), message.value());
        if (value == null) {
            throw nothing(new TopicPartition(message.topic(), message.partition()), message.offset());
        }
        return value;
    }

    private static UserError nothing(TopicPartition place, long offset) {
        return new UserError("Found no record at offset " + offset + " of partition " + place
                + ", expected one: a transaction's marker may stand there, try the offset before.");
    }
}
