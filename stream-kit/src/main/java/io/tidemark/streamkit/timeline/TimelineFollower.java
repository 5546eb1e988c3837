package io.tidemark.streamkit.timeline;

import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the whole timeline, committed facts only, and then each new fact as it comes, on a thread of its own.
///
/// A fault (broker down, registry down, an unknown schema id) is logged and tried again from where it happened:
/// facts are never passed over. Bytes that are no fact are.
public final class TimelineFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /// How long a sink may take to end by itself before it is interrupted.
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(TimelineFollower.class);

    private final KafkaSettings settings;
    private final Topic<TimelineEvent> topic;
    private final Consumer<TimelineEntry> sink;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private long next;
    private volatile @Nullable KafkaConsumer<?, ?> reading;

    /// @param sink gets each fact once, in order, on the follower's thread; when it throws, the fact is tried again
    public TimelineFollower(KafkaSettings settings, Topic<TimelineEvent> topic, Consumer<TimelineEntry> sink) {
        this.settings = settings;
        this.topic = topic;
        this.sink = sink;
        this.thread = Thread.ofPlatform().name("timeline-follower").daemon().unstarted(this::run);
    }

    /// Starts reading; returns at once.
    public void start() {
        thread.start();
    }

    /// Waits until all facts that stood on the log at the start were handed over.
    ///
    /// @return false when the time ran out
    public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
        return caughtUp.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// True once all facts that stood on the log at the start were handed over.
    public boolean isCaughtUp() {
        return caughtUp.getCount() == 0;
    }

    /// Stops reading; also when it was never started. A consumer that is interrupted cannot close its connections in
    /// order: it is woken up instead, and only a thread that hangs elsewhere is interrupted.
    @Override
    public void close() {
        stop.countDown();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        KafkaConsumer<?, ?> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
                thread.join(CLOSE_TIMEOUT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isStopped()) {
            try {
                follow();
            } catch (InterruptException | WakeupException e) {
                LOG.debug("The timeline follower was interrupted.", e);
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
                // Whoever follows has to hear of the next fact, whatever went wrong with this one.
                LOG.warn("Reading {} failed at offset {}; trying again in {}.", topic.name(), next, RETRY, e);
                pause();
            }
        }
    }

    private void follow() {
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings.consumer(), new StringDeserializer(), new ByteArrayDeserializer())) {
            reading = consumer;
            consumer.assign(List.of(partition));
            if (next == 0) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, next);
            }
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (!isStopped()) {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                    handOver(message);
                }
                if (!isCaughtUp() && consumer.position(partition) >= end) {
                    caughtUp.countDown();
                }
            }
        } finally {
            reading = null;
        }
    }

    private void handOver(ConsumerRecord<String, byte[]> message) {
        TimelineEntry.read(topic, message.offset(), message.value()).ifPresent(sink);
        next = message.offset() + 1;
    }

    private void pause() {
        try {
            if (stop.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("The timeline follower was stopped while it waited.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }
}
