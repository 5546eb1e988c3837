package io.tidemark.scoring.serving;

import io.tidemark.event.Alert;
import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the loader's facts and alerts to their topics. What could not be delivered is logged: it is said again
/// when the activation is loaded again.
public final class KafkaOutbox implements ModelLoader.Outbox, AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(KafkaOutbox.class);

    private final Topic<TimelineEvent> timeline;
    private final Topic<Alert> alerts;
    private final KafkaProducer<String, byte[]> producer;

    public KafkaOutbox(KafkaSettings settings, Topic<TimelineEvent> timeline, Topic<Alert> alerts) {
        this.timeline = timeline;
        this.alerts = alerts;
        this.producer = new KafkaProducer<>(settings.producer(), new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public void write(TimelineEvent fact) {
        send(timeline, fact.getModel(), fact);
    }

    @Override
    public void write(Alert alert) {
        send(alerts, alert.getModel(), alert);
    }

    /// Delivery ends in the callback. A schema registry or a broker that does not answer must not keep a model from
    /// serving.
    @SuppressWarnings("FutureReturnValueIgnored")
    private <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
        try {
            byte[] bytes = topic.values().serializer().serialize(topic.name(), value);
            producer.send(new ProducerRecord<>(topic.name(), key, bytes), (metadata, fault) -> {
                if (fault != null) {
                    LOG.error("A record could not be written to {}: {}", topic.name(), value, fault);
                }
            });
        } catch (KafkaException fault) {
            LOG.error("A record could not be written to {}: {}", topic.name(), value, fault);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
