package io.tidemark.bridge;

import io.tidemark.registry.RegistryException;
import io.tidemark.registry.cascade.CascadingRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the mirror complete: what it has missed it gets. Nobody else asks it for anything while all goes well, so that
/// this is also how it is found out that it is down ([RegistryWatch] tells).
public final class MirrorKeeper implements AutoCloseable {
    /// From one look to the next: a mirror has to fail five times in a row to count as down.
    static final Duration INTERVAL = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(MirrorKeeper.class);

    private final CascadingRegistry registry;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("registry-mirror").daemon().factory());

    public MirrorKeeper(CascadingRegistry registry) {
        this.registry = registry;
    }

    /// Looks again and again, on a thread of its own.
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the thread, and tells its failures itself.
    public void start() {
        thread.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Looks at all models once.
    void look() {
        try {
            for (String model : registry.models()) {
                registry.complete(model)
                        .forEach(version ->
                                LOG.info("Version {} of {} is in the mirror now.", version.version(), version.model()));
            }
        } catch (RegistryException e) {
            LOG.debug("The mirror cannot be compared with the registry: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("Comparing mirror and registry failed; trying again.", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
