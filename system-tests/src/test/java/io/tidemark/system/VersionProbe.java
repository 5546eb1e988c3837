package io.tidemark.system;

import io.tidemark.cli.client.Sender;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.Await;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Asks a model twenty times a second, and remembers which version answered when, by this machine's clock.
final class VersionProbe implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaSettings kafka;
    private final String model;
    private final IntFunction<Map<String, Object>> features;
    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private final Thread asking = Thread.ofVirtual().unstarted(this::ask);
    private final Thread reading = Thread.ofPlatform().daemon().unstarted(this::read);
    private volatile boolean closed;

    /// The first answer of a version after another one's.
    record Change(int version, Instant time) {}

    VersionProbe(KafkaSettings kafka, String model, IntFunction<Map<String, Object>> features) {
        this.kafka = kafka;
        this.model = model;
        this.features = features;
        reading.start();
        asking.start();
    }

    /// Waits until a version answers, and says since when it does.
    Instant await(int version, Duration deadline) {
        return Await.until(
                        "version " + version + " of " + model + " to answer",
                        deadline,
                        () -> newest().filter(change -> change.version() == version),
                        Optional::isPresent)
                .orElseThrow()
                .time();
    }

    /// The version that answered last; empty: none has.
    Optional<Change> newest() {
        return changes.isEmpty() ? Optional.empty() : Optional.of(changes.getLast());
    }

    private void ask() {
        Topic<PredictionRequest> requests = new TopicBinding(kafka).of(Topics.REQUESTS);
        try (Sender sender = new Sender(kafka)) {
            for (int i = 0; !closed; i++) {
                String id = "probe-" + i;
                sender.send(
                        requests,
                        id,
                        PredictionRequest.newBuilder()
                                .setRequestId(id)
                                .setModel(model)
                                .setEventTime(Instant.now())
                                .setFeatures(features.apply(i))
                                .build());
                sender.flush();
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        Topic<Prediction> predictions = new TopicBinding(kafka).of(Topics.PREDICTIONS);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(predictions.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    take(predictions.values().deserializer().deserialize(message.topic(), message.value()));
                }
            }
        }
    }

    private void take(Prediction prediction) {
        int version = prediction.getVersion();
        if (prediction.getModel().equals(model)
                && newest().filter(last -> last.version() == version).isEmpty()) {
            changes.add(new Change(version, Instant.now()));
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            asking.join();
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
