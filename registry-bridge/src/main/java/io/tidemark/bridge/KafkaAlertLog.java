package io.tidemark.bridge;

import io.tidemark.event.Alert;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import io.tidemark.wire.MalformedRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The alerts on Kafka.
public final class KafkaAlertLog implements AlertLog {
    private static final long TIMEOUT_S = 30;
    private static final Logger LOG = LoggerFactory.getLogger(KafkaAlertLog.class);

    private final TopicBinding topics;
    private final Topic<Alert> alerts;

    public KafkaAlertLog(TopicBinding topics) {
        this.topics = topics;
        this.alerts = topics.of(Topics.ALERTS);
    }

    @Override
    public List<Alert> read(String kind) {
        List<Alert> found = new ArrayList<>();
        new TopicReader(topics.settings()).read(alerts.name(), message -> {
            if (message.value() == null) {
                return;
            }
            try {
                Alert alert = alerts.values().deserializer().deserialize(alerts.name(), message.value());
                if (alert.getKind().equals(kind)) {
                    found.add(alert);
                }
            } catch (MalformedRecordException e) {
                LOG.warn("The record at offset {} of {} is no alert.", message.offset(), alerts.name(), e);
            }
        });
        return found;
    }

    @Override
    public void append(Alert alert) {
        try (KafkaProducer<String, Alert> producer = new KafkaProducer<>(
                topics.settings().producer(),
                new StringSerializer(),
                alerts.values().serializer())) {
            producer.send(new ProducerRecord<>(alerts.name(), alert.getModel(), alert))
                    .get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("The alert " + alert.getAlertId() + " could not be written.", e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException(
                    "The broker did not take the alert " + alert.getAlertId() + " within " + TIMEOUT_S + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while writing the alert " + alert.getAlertId() + ".", e);
        }
    }
}
