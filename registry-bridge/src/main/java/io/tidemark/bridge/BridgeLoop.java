package io.tidemark.bridge;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.Adopted;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares registry and timeline again and again, on a thread of its own: every interval, and soon after a hint.
///
/// A hint comes before MLflow has stored what it tells of: after one, the loop looks several times. Whatever fails is
/// tried again with the next look.
public final class BridgeLoop implements AutoCloseable {
    private static final List<Duration> AFTER_A_HINT =
            List.of(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMillis(600));
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(BridgeLoop.class);

    private final Bridge bridge;
    private final RegistryWatch watch;
    private final Duration interval;
    private final TimelineState known = new TimelineState();
    private final Semaphore hints = new Semaphore(0);
    private final Thread thread =
            Thread.ofPlatform().name("registry-bridge").daemon().unstarted(this::run);
    private volatile boolean stopped;
    private volatile State state = State.STARTING;

    /// How the last look ended.
    public enum State {
        STARTING,
        RUNNING,
        /// The registry does not answer: what serves goes on, and is compared once it does.
        WAITING_FOR_REGISTRY,
        /// Something else went wrong; the log says what.
        FAILING
    }

    /// @param interval longest time from one look to the next
    public BridgeLoop(Bridge bridge, RegistryWatch watch, Duration interval) {
        this.bridge = bridge;
        this.watch = watch;
        this.interval = interval;
    }

    /// Takes a fact from the timeline.
    public void accept(TimelineEntry entry) {
        synchronized (known) {
            known.accept(entry);
        }
        boolean isOfScorers =
                entry.event().getFact() instanceof Acknowledged || entry.event().getFact() instanceof Adopted;
        if (!isOfScorers) {
            // What was activated, refused or judged is written back soon, not at the next interval.
            hints.release();
        }
    }

    /// Something may have changed in the registry; returns at once.
    public void hint() {
        hints.release();
    }

    /// Begins to compare, once the timeline was read to its end.
    public void start() {
        thread.start();
    }

    public State state() {
        return state;
    }

    private void run() {
        try {
            while (!stopped) {
                look();
                boolean wasHinted = hints.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS);
                hints.drainPermits();
                for (Duration pause : wasHinted ? AFTER_A_HINT : List.<Duration>of()) {
                    look();
                    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The registry bridge was interrupted.", e);
        }
    }

    private void look() {
        try {
            synchronized (known) {
                bridge.reconcile(known);
            }
            state = State.RUNNING;
        } catch (RegistryUnavailableException e) {
            if (state != State.WAITING_FOR_REGISTRY) {
                LOG.warn("The registry cannot be compared with the timeline: {}", e.getMessage());
            }
            state = State.WAITING_FOR_REGISTRY;
        } catch (RuntimeException e) {
            LOG.warn("Comparing registry and timeline failed; trying again.", e);
            state = State.FAILING;
        }
        tellHealth();
    }

    private void tellHealth() {
        try {
            watch.look();
        } catch (RuntimeException e) {
            LOG.warn("How the registry is could not be told; trying again.", e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
