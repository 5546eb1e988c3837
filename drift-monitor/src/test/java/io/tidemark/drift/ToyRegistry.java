package io.tidemark.drift;

import io.tidemark.registry.HistoryEntry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registration;
import io.tidemark.registry.RegistryException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Bundles in memory, of a registry that a test may take away.
public final class ToyRegistry implements ModelRegistry {
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();
    private volatile CountDownLatch answers = new CountDownLatch(0);

    /// Puts any bytes where a bundle is expected.
    public void put(String sha256, byte[] file) {
        files.put(sha256, file.clone());
    }

    /// How often a bundle was asked for.
    public int fetches() {
        return fetches.get();
    }

    /// From now on nothing is answered before [#speak].
    public void fallSilent() {
        answers = new CountDownLatch(1);
    }

    /// Answers what was asked meanwhile, and everything from now on.
    public void speak() {
        answers.countDown();
    }

    /// How many calls were given up from outside.
    public int interrupted() {
        return interrupted.get();
    }

    @Override
    public byte[] fetch(String model, String bundleSha256, long maxBytes) {
        fetches.incrementAndGet();
        try {
            answers.await();
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw new RegistryException("The toy registry was interrupted.", e);
        }
        byte[] file = files.get(bundleSha256);
        if (file == null) {
            throw new RegistryException("The toy registry has no bundle " + bundleSha256 + ".");
        }
        return file.clone();
    }

    @Override
    public ModelVersion register(Registration registration) {
        throw new UnsupportedOperationException("A monitor only fetches.");
    }

    @Override
    public List<String> models() {
        throw new UnsupportedOperationException("A monitor only fetches.");
    }

    @Override
    public List<ModelVersion> versions(String model) {
        throw new UnsupportedOperationException("A monitor only fetches.");
    }

    @Override
    public void setAlias(String model, String alias, int version, String actor, String reason) {
        throw new UnsupportedOperationException("A monitor only fetches.");
    }

    @Override
    public Map<String, Integer> aliases(String model) {
        throw new UnsupportedOperationException("A monitor only fetches.");
    }

    @Override
    public List<HistoryEntry> history(String model) {
        throw new UnsupportedOperationException("A monitor only fetches.");
    }
}
