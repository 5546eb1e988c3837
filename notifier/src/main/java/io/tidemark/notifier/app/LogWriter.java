package io.tidemark.notifier.app;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.Notification;
import io.tidemark.notifier.ledger.Ledger;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Writes what became of notices, and returns once the broker has it.
final class LogWriter implements AutoCloseable {
    private static final long TIMEOUT_S = 30;

    private final Topic<Notification> notifications;
    private final Topic<DeadLetter> letters;
    private final KafkaProducer<byte[], byte[]> producer;

    LogWriter(TopicBinding topics) {
        notifications = topics.of(Topics.NOTIFICATIONS);
        letters = topics.of(Topics.DEAD_LETTERS);
        producer =
                new KafkaProducer<>(topics.settings().producer(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    void write(Notification notification) {
        send(
                notifications.name(),
                Ledger.key(notification).getBytes(StandardCharsets.UTF_8),
                notifications.values().serializer().serialize(notifications.name(), notification));
    }

    void write(DeadLetter letter) {
        send(
                letters.name(),
                DeadLetterFactory.keyOf(letter),
                letters.values().serializer().serialize(letters.name(), letter));
    }

    private void send(String topic, byte @Nullable [] key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("The broker did not take a record of " + topic + ".", e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException(
                    "The broker did not take a record of " + topic + " within " + TIMEOUT_S + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while writing to " + topic + ".", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
