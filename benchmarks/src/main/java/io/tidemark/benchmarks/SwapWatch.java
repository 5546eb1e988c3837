package io.tidemark.benchmarks;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.Adopted;
import io.tidemark.event.Prediction;
import io.tidemark.event.Refused;
import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFollower;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Sees what a user sees of swaps: committed predictions, and the scorers' facts on the timeline.
final class SwapWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(5);
    private static final long PATIENCE_NS = 120_000_000_000L;

    private final KafkaSettings kafka;
    private final Topic<Prediction> predictions;
    private final TimelineFollower follower;
    private final Thread thread = Thread.ofPlatform().name("swap-watch").unstarted(this::run);
    private final Map<String, Long> firstNs = new ConcurrentHashMap<>();
    private final Map<String, List<Acknowledged>> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger adoptions = new AtomicInteger();
    private volatile boolean stopped;

    SwapWatch(KafkaSettings kafka) {
        this.kafka = kafka;
        TopicBinding topics = new TopicBinding(kafka);
        this.predictions = topics.of(Topics.PREDICTIONS);
        Topic<TimelineEvent> timeline = topics.of(Topics.TIMELINE);
        this.follower = new TimelineFollower(kafka, timeline, this::accept);
    }

    void start() {
        follower.start();
        thread.start();
    }

    private void accept(TimelineEntry entry) {
        switch (entry.event().getFact()) {
            case Acknowledged fact ->
                acknowledged
                        .computeIfAbsent(fact.getActivationId(), id -> new ArrayList<>())
                        .add(fact);
            case Refused fact -> refusals.incrementAndGet();
            case Adopted fact -> adoptions.incrementAndGet();
            default -> {
                // Other facts say nothing of scorers.
            }
        }
    }

    private void run() {
        var config = kafka.consumer();
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(predictions.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Prediction prediction =
                            predictions.values().deserializer().deserialize(predictions.name(), record.value());
                    firstNs.putIfAbsent(prediction.getActivationId(), System.nanoTime());
                    answers.incrementAndGet();
                }
            }
        }
    }

    /// Waits for the first committed prediction under an activation.
    ///
    /// @return when it was seen, as System.nanoTime
    long awaitPrediction(String activationId) throws InterruptedException {
        await("a prediction under " + activationId, () -> firstNs.containsKey(activationId));
        return firstNs.getOrDefault(activationId, 0L);
    }

    /// Waits until a scorer says that it is ready.
    Acknowledged awaitReady(String activationId) throws InterruptedException {
        await("an acknowledgement of " + activationId, () -> acknowledged.containsKey(activationId));
        return acknowledged.getOrDefault(activationId, List.of()).getFirst();
    }

    /// Waits until so many requests are answered; each answer counts.
    int awaitAnswers(int count) throws InterruptedException {
        await(count + " answers", () -> answers.get() >= count);
        return answers.get();
    }

    int refusals() {
        return refusals.get();
    }

    int adoptions() {
        return adoptions.get();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                throw new IllegalStateException("Waited " + PATIENCE_NS / 1_000_000_000L + " s for " + what + ".");
            }
            Thread.sleep(1);
        }
    }

    @Override
    public void close() {
        stopped = true;
        follower.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
