package io.tidemark.trainer.app;

import io.tidemark.registry.HistoryEntry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

/// A registry that stands still at the beginning or at the end of a run, so that a test can do something while a run is
/// under way.
final class BlockedRegistry implements ModelRegistry {
    private final ModelRegistry registry;
    private final At at;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    BlockedRegistry(ModelRegistry registry, At at) {
        this.registry = registry;
        this.at = at;
    }

    boolean isReached() {
        return reached.getCount() == 0;
    }

    void release() {
        released.countDown();
    }

    @Override
    public Optional<ModelVersion> versionOfRun(String model, String runId) {
        pauseAt(At.LOOKUP);
        return registry.versionOfRun(model, runId);
    }

    private void pauseAt(At place) {
        if (place != at) {
            return;
        }
        reached.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted.");
        }
    }

    @Override
    public ModelVersion register(Registration registration) {
        pauseAt(At.REGISTRATION);
        return registry.register(registration);
    }

    @Override
    public List<String> models() {
        return registry.models();
    }

    @Override
    public List<ModelVersion> versions(String model) {
        return registry.versions(model);
    }

    @Override
    public byte[] fetch(String model, String bundleSha256, long maxBytes) {
        return registry.fetch(model, bundleSha256, maxBytes);
    }

    @Override
    public void setAlias(String model, String alias, int version, String actor, String reason) {
        registry.setAlias(model, alias, version, actor, reason);
    }

    @Override
    public Map<String, Integer> aliases(String model) {
        return registry.aliases(model);
    }

    @Override
    public List<HistoryEntry> history(String model) {
        return registry.history(model);
    }

    /// Where it stands still.
    enum At {
        LOOKUP,
        REGISTRATION
    }
}
