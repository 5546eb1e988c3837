package io.tidemark.streamkit.timeline;

import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/// Appends facts to the timeline, one at a time, and returns when they are safe. Safe for use by many threads.
public final class TimelineWriter implements AutoCloseable {
    private static final long TIMEOUT_S = 30;

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

    @Override
    public void close() {
        producer.close();
    }
}
