package io.tidemark.cli.client;

import io.tidemark.cli.UserError;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterStatus;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Reads dead letters: all that wait, without their records; then single ones whole. It never holds more records
/// than one fetch brings.
final class LetterReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaSettings settings;
    private final Topic<DeadLetter> topic;
    private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    LetterReader(KafkaSettings settings, Topic<DeadLetter> topic) {
        this.settings = settings;
        this.topic = topic;
    }

    /// Letters that wait, oldest first.
    List<WaitingLetter> waiting(Predicate<DeadLetter> filter) {
        Map<String, WaitingLetter> waiting = new LinkedHashMap<>();
        new TopicReader(settings).read(topic.name(), message -> {
            DeadLetter letter = topic.values().deserializer().deserialize(topic.name(), message.value());
            if (letter != null && letter.getStatus() != DeadLetterStatus.OPEN) {
                waiting.remove(WaitingLetter.coordinates(letter));
            } else if (letter != null && filter.test(letter)) {
                waiting.put(
                        WaitingLetter.coordinates(letter),
                        WaitingLetter.of(
                                new TopicPartition(message.topic(), message.partition()), message.offset(), letter));
            }
        });
        return List.copyOf(waiting.values());
    }

    /// The letter whole. Letters in their order on the log are read in one go.
    DeadLetter whole(WaitingLetter letter) {
        ConsumerRecord<byte[], byte[]> message = message(letter);
        DeadLetter whole = topic.values().deserializer().deserialize(topic.name(), message.value());
        if (whole == null) {
            throw new IllegalStateException("Found no value at " + letter + ", expected a dead letter.");
        }
        return whole;
    }

    private ConsumerRecord<byte[], byte[]> message(WaitingLetter letter) {
        KafkaConsumer<byte[], byte[]> from = consumerOf(letter.partition());
        while (!fetched.isEmpty() && fetched.getFirst().offset() < letter.offset()) {
            fetched.removeFirst();
        }
        if (fetched.isEmpty() || fetched.getFirst().offset() > letter.offset()) {
            fetched.clear();
            from.seek(letter.partition(), letter.offset());
        }
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (fetched.isEmpty()) {
            from.poll(POLL).forEach(fetched::add);
            if (fetched.isEmpty() && System.nanoTime() > deadlineNs) {
                throw new UserError("Kafka did not hand over the dead letter at " + letter.partition() + "@"
                        + letter.offset() + " within " + PATIENCE.toSeconds() + " s.");
            }
        }
        ConsumerRecord<byte[], byte[]> found = fetched.getFirst();
        if (found.offset() != letter.offset()) {
            throw new UserError("Found no dead letter at " + letter.partition() + "@" + letter.offset()
                    + " any more: the topic's retention removed it.");
        }
        return found;
    }

    private KafkaConsumer<byte[], byte[]> consumerOf(TopicPartition partition) {
        if (consumer == null) {
            consumer =
                    new KafkaConsumer<>(settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }
        if (!consumer.assignment().contains(partition)) {
            fetched.clear();
            consumer.assign(List.of(partition));
        }
        return consumer;
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
