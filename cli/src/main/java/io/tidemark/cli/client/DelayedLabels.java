package io.tidemark.cli.client;

import io.tidemark.event.GroundTruth;
import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Sends each label some time after it was added, on a thread of its own. The first one that cannot be sent is the
/// last: [#drain] says why.
public final class DelayedLabels implements AutoCloseable {
    private static final long POLL_MS = 20;

    private final Duration delay;
    private final Consumer<GroundTruth> sink;
    private final DelayQueue<Due> queue = new DelayQueue<>();
    private final AtomicLong pending = new AtomicLong();
    private final AtomicReference<RuntimeException> fault = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean stopped;

    public DelayedLabels(Duration delay, Consumer<GroundTruth> sink) {
        this.delay = delay;
        this.sink = sink;
        this.thread = Thread.ofPlatform().name("labels").daemon().start(this::run);
    }

    /// Sends a label after the usual delay.
    public void add(GroundTruth label) {
        add(label, delay);
    }

    /// Sends a label after a delay of its own.
    public void add(GroundTruth label, Duration after) {
        pending.incrementAndGet();
        queue.add(new Due(label, System.nanoTime() + after.toNanos()));
    }

    /// Waits until all labels were sent.
    ///
    /// @throws RuntimeException what the sink threw, when a label could not be sent
    public void drain() {
        while (pending.get() > 0 && thread.isAlive()) {
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        RuntimeException failed = fault.get();
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }

    private void run() {
        while (!stopped) {
            try {
                sink.accept(queue.take().label());
                pending.decrementAndGet();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                fault.set(e);
                return;
            }
        }
    }

    private record Due(GroundTruth label, long dueNs) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
