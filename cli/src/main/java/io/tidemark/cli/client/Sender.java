package io.tidemark.cli.client;

import io.tidemark.cli.UserError;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Sends records of any topic of the catalogue; delivery is checked at [#flush].
public final class Sender implements AutoCloseable {
    private static final int LINGER_MS = 5;

    private final KafkaProducer<String, byte[]> producer;
    private final AtomicReference<Exception> fault = new AtomicReference<>();

    public Sender(KafkaSettings settings) {
        Map<String, Object> config = settings.producer();
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /// Sends a record; returns at once unless the producer's buffer is full.
    public <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
        send(topic, key, value, new RecordHeaders());
    }

    /// Sends a record with headers; returns at once unless the producer's buffer is full.
    public <V extends SpecificRecord> void send(Topic<V> topic, String key, V value, Headers headers) {
        byte[] bytes = topic.values().serializer().serialize(topic.name(), value);
        send(new ProducerRecord<>(topic.name(), null, key, bytes, headers));
    }

    /// Sends bytes as they are.
    public void sendBytes(String topic, String key, byte[] value) {
        send(new ProducerRecord<>(topic, key, value));
    }

    private void send(ProducerRecord<String, byte[]> message) {
        requireDelivered();
        Future<?> unused = producer.send(message, (metadata, failed) -> {
            if (failed != null) {
                fault.compareAndSet(null, failed);
            }
        });
        assert unused != null;
    }

    /// Waits until everything sent so far is safe.
    ///
    /// @throws UserError when anything was not taken
    public void flush() {
        producer.flush();
        requireDelivered();
    }

    private void requireDelivered() {
        Exception failed = fault.get();
        if (failed != null) {
            throw new UserError("The broker did not take a record: " + failed.getMessage());
        }
    }

    @Override
    public void close() {
        producer.flush();
        producer.close();
        requireDelivered();
    }
}
