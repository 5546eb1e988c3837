package io.tidemark.benchmarks;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.Adopted;
import io.tidemark.event.Prediction;
import io.tidemark.event.Refused;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFollower;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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

    /// When the first prediction under the watched activation was seen, as System.nanoTime.
    private volatile OptionalLong firstNs = OptionalLong.empty();

    private final List<Acknowledged> acknowledged = new CopyOnWriteArrayList<>();

    /// By instance: when it gave its first prediction under the watched activation, by its wall clock.
    private final Map<String, Instant> firstAdopted = new ConcurrentHashMap<>();

    private final AtomicInteger answers = new AtomicInteger();

    /// By partition of the requests: the offsets that were answered. A bit each, so that it does not show as memory
    /// that swaps take. For the watch's thread.
    private final Map<Integer, BitSet> answered = new HashMap<>();

    private final AtomicInteger doubled = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger adoptions = new AtomicInteger();
    private volatile String watched = "";
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
            case Acknowledged fact -> {
                if (isWatched(fact.getActivationId())) {
                    acknowledged.add(fact);
                }
            }
            case Refused fact -> refusals.incrementAndGet();
            case Adopted fact -> {
                adoptions.incrementAndGet();
                if (isWatched(fact.getActivationId())) {
                    firstAdopted.putIfAbsent(fact.getInstance(), entry.event().getTime());
                }
            }
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
                    if (firstNs.isEmpty() && isWatched(prediction.getActivationId())) {
                        firstNs = OptionalLong.of(System.nanoTime());
                    }
                    count(prediction.getSource());
                }
            }
        }
    }

    private void count(RequestCoordinates source) {
        BitSet ofPartition = answered.computeIfAbsent(source.getPartition(), partition -> new BitSet());
        int offset = Math.toIntExact(source.getOffset());
        if (ofPartition.get(offset)) {
            doubled.incrementAndGet();
        } else {
            ofPartition.set(offset);
            answers.incrementAndGet();
        }
    }

    /// Watches an activation from now on, and no other: what the watch remembers must not show as memory that swaps
    /// take. Called before the activation is written.
    void watch(String activationId) {
        watched = activationId;
        firstNs = OptionalLong.empty();
        acknowledged.clear();
        firstAdopted.clear();
    }

    private boolean isWatched(String activationId) {
        return activationId.equals(watched);
    }

    /// Waits for the first committed prediction under the activation.
    ///
    /// @return when it was seen, as System.nanoTime
    long awaitPrediction() throws InterruptedException {
        await("a prediction under " + watched, () -> firstNs.isPresent());
        return firstNs.getAsLong();
    }

    /// Waits until so many instances say that they are ready; in the order in which they said so.
    List<Acknowledged> awaitReady(int instances) throws InterruptedException {
        await(instances + " acknowledgements of " + watched, () -> acknowledged.size() >= instances);
        return List.copyOf(acknowledged);
    }

    /// Waits until so many instances answered under the activation.
    ///
    /// @return from the first prediction of the first of them to that of the last; empty: they did not within the time
    Optional<Duration> awaitSpread(int instances, Duration longest) throws InterruptedException {
        long startNs = System.nanoTime();
        while (firstAdopted.size() < instances) {
            if (System.nanoTime() - startNs > longest.toNanos()) {
                return Optional.empty();
            }
            Thread.sleep(1);
        }
        List<Instant> firsts = firstAdopted.values().stream().sorted().toList();
        return Optional.of(Duration.between(firsts.getFirst(), firsts.getLast()));
    }

    /// Waits until so many requests are answered; each counts once, however often it was answered.
    int awaitAnswers(int count) throws InterruptedException {
        await(count + " answers", () -> answers.get() >= count);
        return answers.get();
    }

    /// Answers to requests that had one.
    int doubled() {
        return doubled.get();
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
