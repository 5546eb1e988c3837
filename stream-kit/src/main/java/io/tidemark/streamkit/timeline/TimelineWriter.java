package io.tidemark.streamkit.timeline;

import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/// Appends facts to the timeline, one at a time, and returns when they are safe; or several as one transaction
/// ([#appendTogether]). Safe for use by many threads.
public final class TimelineWriter implements AutoCloseable {
    private static final long TIMEOUT_S = 30;
    private static final int TRANSACTION_TIMEOUT_MS = 60_000;

    private final Topic<TimelineEvent> topic;
    private final KafkaProducer<String, TimelineEvent> producer;

    public TimelineWriter(KafkaSettings settings, Topic<TimelineEvent> topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                settings.producer(), new StringSerializer(), topic.values().serializer());
    }

    /// Appends a fact.
    ///
    /// @return its offset
    /// @throws KafkaException when the broker did not take it
    public long append(TimelineEvent event) {
        try {
            return producer.send(new ProducerRecord<>(topic.name(), event.getModel(), event))
                    .get(TIMEOUT_S, TimeUnit.SECONDS)
                    .offset();
        } catch (ExecutionException e) {
            throw new KafkaException("The fact " + event.getEventId() + " could not be written.", e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException(
                    "The broker did not take the fact " + event.getEventId() + " within " + TIMEOUT_S + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while writing the fact " + event.getEventId() + ".", e);
        }
    }

    /// Appends facts of which either all are there or none. The transaction is nobody else's: its id is used once.
    ///
    /// @throws KafkaException when the broker did not take one of them; none is on the timeline then
    public static void appendTogether(KafkaSettings settings, Topic<TimelineEvent> topic, List<TimelineEvent> events) {
        if (!events.isEmpty()) {
            append(settings, topic, UUID.randomUUID().toString(), () -> events);
        }
    }

    /// Appends facts of which either all are there or none, as the only writer of a name: whoever begins ends whoever
    /// began before under this name and has not committed. So that what `events` reads of the timeline is all that
    /// writers of this name have ever appended, and nothing is appended twice.
    ///
    /// @param name of the writer
    /// @param events asked once others have been ended
    /// @throws org.apache.kafka.common.errors.ProducerFencedException when somebody began later; nothing was appended
    /// @throws KafkaException when the broker did not take one of them; none is on the timeline then
    public static void appendAlone(
            KafkaSettings settings, Topic<TimelineEvent> topic, String name, Supplier<List<TimelineEvent>> events) {
        append(settings, topic, name, events);
    }

    private static void append(
            KafkaSettings settings, Topic<TimelineEvent> topic, String name, Supplier<List<TimelineEvent>> facts) {
        Map<String, Object> config = settings.producer();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.topicPrefix() + "tidemark-timeline-" + name);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TimeUnit.SECONDS.toMillis(TIMEOUT_S));
        try (KafkaProducer<String, TimelineEvent> producer = new KafkaProducer<>(
                config, new StringSerializer(), topic.values().serializer())) {
            producer.initTransactions();
            List<TimelineEvent> events = facts.get();
            if (events.isEmpty()) {
                return;
            }
            producer.beginTransaction();
            try {
                events.forEach(event -> send(producer, topic, event));
                producer.commitTransaction();
            } catch (RuntimeException e) {
                abort(producer, e);
                throw e;
            }
        }
    }

    private static void abort(KafkaProducer<?, ?> producer, RuntimeException cause) {
        try {
            producer.abortTransaction();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /// Delivery is awaited by the commit, which fails when any record was not taken.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static void send(
            KafkaProducer<String, TimelineEvent> producer, Topic<TimelineEvent> topic, TimelineEvent event) {
        producer.send(new ProducerRecord<>(topic.name(), event.getModel(), event));
    }

    @Override
    public void close() {
        producer.close();
    }
}
