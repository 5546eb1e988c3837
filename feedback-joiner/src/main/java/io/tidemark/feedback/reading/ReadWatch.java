package io.tidemark.feedback.reading;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.streamkit.topic.KafkaSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again and again how far a group has read its topics, on a thread of its own: the stream never waits for it,
/// and however slow, blocked or interrupted the stream is, the mark is not ahead of it.
public final class ReadWatch implements ReadMark, AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(ReadWatch.class);

    private final KafkaSettings kafka;
    private final String group;
    private final List<Set<String>> steps;
    private final Duration interval;
    private final Clock clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile ReadMark reached = () -> NONE;

    /// @param steps topics; those of a step are written to by reading those of the steps before
    /// @param interval between two looks
    public ReadWatch(
            KafkaSettings kafka,
            String group,
            List<Set<String>> steps,
            Duration interval,
            MeterRegistry meters,
            Clock clock) {
        this.kafka = kafka;
        this.group = group;
        this.steps = List.copyOf(steps);
        this.interval = interval;
        this.clock = clock;
        this.thread = Thread.ofPlatform()
                .name("read-watch")
                .daemon()
                .uncaughtExceptionHandler((failed, fault) ->
                        LOG.error("How far {} has read is no longer looked at; no prediction expires.", group, fault))
                .unstarted(this::run);
        Gauge.builder("tidemark.joiner.unread", this::unreadSeconds)
                .description(
                        "Seconds for which the log may hold what was not read; predictions expire that much later.")
                .baseUnit("seconds")
                .register(meters);
    }

    private double unreadSeconds() {
        long upToMs = readUpToMs();
        return upToMs == NONE ? Double.NaN : Math.max(0, clock.millis() - upToMs) / 1e3;
    }

    /// Starts to look; returns at once.
    public void start() {
        thread.start();
    }

    @Override
    public long readUpToMs() {
        return reached.readUpToMs();
    }

    private void run() {
        try (GroupLog log = new GroupLog(kafka, group)) {
            ReadSteps found = new ReadSteps(log, steps, clock);
            reached = found;
            boolean failed = false;
            while (!stop.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                failed = !look(found, failed);
            }
        } catch (InterruptedException e) {
            LOG.debug("The look at the log was interrupted.", e);
            Thread.currentThread().interrupt();
        }
    }

    /// False when the cluster did not answer.
    private boolean look(ReadSteps found, boolean failedBefore) throws InterruptedException {
        try {
            found.look();
            return true;
        } catch (RuntimeException e) {
            if (!failedBefore) {
                LOG.warn(
                        "How far {} has read is not known; no prediction expires until it is. Trying again every {}.",
                        group,
                        interval,
                        e);
            }
            return false;
        }
    }

    /// Stops; also when it was never started.
    @Override
    public void close() {
        stop.countDown();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
                thread.join(CLOSE_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
