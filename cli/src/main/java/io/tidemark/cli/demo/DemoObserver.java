package io.tidemark.cli.demo;

import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the topics as any user would, committed records only, and tells the state.
final class DemoObserver implements AutoCloseable {
    private static final List<TopicSpec<? extends SpecificRecord>> WATCHED = List.of(
            Topics.PREDICTIONS,
            Topics.OUTCOMES,
            Topics.DRIFT,
            Topics.ALERTS,
            Topics.RETRAIN_REQUESTS,
            Topics.TRAINING_RUNS,
            Topics.PERFORMANCE,
            Topics.TIMELINE,
            Topics.DEAD_LETTERS);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long JOIN_MS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(DemoObserver.class);

    private final KafkaSettings settings;
    private final DemoState state;
    private final Map<String, Topic<? extends SpecificRecord>> topics = new HashMap<>();
    private final Thread thread;
    private volatile boolean stopped;

    DemoObserver(KafkaSettings settings, DemoState state) {
        this.settings = settings;
        this.state = state;
        TopicBinding binding = new TopicBinding(settings);
        WATCHED.forEach(spec -> topics.put(settings.name(spec), binding.of(spec)));
        this.thread = Thread.ofPlatform().name("demo-observer").daemon().unstarted(this::run);
    }

    /// Begins to read.
    void start() {
        thread.start();
    }

    private void run() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            topics.keySet()
                    .forEach(topic -> consumer.partitionsFor(topic)
                            .forEach(info -> partitions.add(new TopicPartition(topic, info.partition()))));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    observe(message);
                }
            }
        } catch (InterruptException e) {
            LOG.debug("The observer was interrupted.", e);
        } catch (KafkaException e) {
            LOG.error("The observer failed; the screen stands still.", e);
            state.note("the observer failed: " + e.getMessage());
        }
    }

    private void observe(ConsumerRecord<byte[], byte[]> message) {
        Topic<? extends SpecificRecord> topic = topics.get(message.topic());
        if (topic != null && message.value() != null) {
            SpecificRecord value = topic.values().deserializer().deserialize(topic.name(), message.value());
            if (value != null) {
                state.accept(value);
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
