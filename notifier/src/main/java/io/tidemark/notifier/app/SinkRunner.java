package io.tidemark.notifier.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.event.Notification;
import io.tidemark.notifier.NotifierConfig;
import io.tidemark.notifier.delivery.Courier;
import io.tidemark.notifier.delivery.CourierMeters;
import io.tidemark.notifier.delivery.Sink;
import io.tidemark.notifier.ledger.Ledger;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the worker of one sink on a thread of its own, and starts it again after a fault of broker or registry: a sink
/// that is down, or whose worker fails, stops no other.
final class SinkRunner implements AutoCloseable {
    private static final Duration RESTART_PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(SinkRunner.class);

    private final String name;
    private final TopicBinding topics;
    private final Clock clock;
    private final LogWriter writer;
    private final Ledger ledger;
    private final SinkWorker.Parts parts;
    private final CourierMeters counted;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile String trouble = "";

    /// @param sink makes the sink, given how receipts of first messages are found
    /// @param reportsBadRecords true: writes dead letters of records that cannot be read; one sink's runner does
    SinkRunner(
            Function<Function<String, Optional<String>>, Sink> sink,
            String name,
            NotifierConfig config,
            TopicBinding topics,
            MeterRegistry meters,
            Clock clock,
            boolean reportsBadRecords) {
        this.name = name;
        this.topics = topics;
        this.clock = clock;
        writer = new LogWriter(topics);
        ledger = new Ledger(name, writer::write);
        counted = new CourierMeters(meters, name);
        Sink made = sink.apply(ledger::firstReceipt);
        DeadLetterFactory letters = new DeadLetterFactory(NotifierService.SERVICE, clock, meters);
        LogReader reader = new LogReader(config, topics, letters, reportsBadRecords ? writer::write : ignored -> {});
        Courier courier = new Courier(made, config.rules(), new SplittableRandom(), counted);
        parts = new SinkWorker.Parts(made, courier, ledger, reader, writer, letters);
        thread = Thread.ofPlatform().name("notifier-" + name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    String name() {
        return name;
    }

    /// What is wrong; empty: nothing.
    String trouble() {
        return trouble;
    }

    long told() {
        return counted.told();
    }

    long lost() {
        return counted.lost();
    }

    private void run() {
        while (stop.getCount() > 0) {
            try {
                work();
            } catch (InterruptException e) {
                LOG.debug("The notifier of {} was interrupted.", name, e);
            } catch (RuntimeException e) {
                trouble = "the log cannot be read or written: " + e.getMessage();
                LOG.warn("The notifier of {} failed; starting again in {}.", name, RESTART_PAUSE, e);
                pause();
            }
        }
    }

    private void work() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            SinkWorker worker = new SinkWorker(parts, consumer, this::loadLedger, topics, clock);
            worker.start();
            while (stop.getCount() > 0) {
                worker.round();
                trouble = worker.trouble().orElse("");
            }
        }
    }

    private Map<String, Object> consumerConfig() {
        Map<String, Object> config = topics.settings().consumer();
        config.put(
                ConsumerConfig.GROUP_ID_CONFIG,
                NotifierService.group(topics.settings().topicPrefix(), name));
        return config;
    }

    private void loadLedger() {
        Topic<Notification> topic = topics.of(Topics.NOTIFICATIONS);
        new TopicReader(topics.settings()).read(topic.name(), message -> {
            if (message.value() != null) {
                ledger.take(topic.values().deserializer().deserialize(topic.name(), message.value()));
            }
        });
    }

    private void pause() {
        try {
            if (stop.await(RESTART_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("The notifier of {} was told to stop.", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets a message that is under way be answered and noted; what takes longer is told again after the next start.
    @Override
    public void close() {
        stop.countDown();
        try {
            if (!thread.join(CLOSE_TIMEOUT)) {
                thread.interrupt();
                thread.join(CLOSE_TIMEOUT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
    }
}
