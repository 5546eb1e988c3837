package io.tidemark.scoring;

import io.tidemark.registry.HistoryEntry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registration;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.TooLargeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Bundles in memory, of a registry that a test may take away.
public final class ToyRegistry implements ModelRegistry {
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile boolean gone;
    private volatile @Nullable RuntimeException fault;
    private volatile Consumer<String> onFetch = sha256 -> {};

    /// Adds a version's bundle.
    public void add(ToyModel toy) {
        put(toy.name(), toy.sha256(), toy.file());
    }

    /// Puts any bytes where a bundle is expected.
    public void put(String model, String sha256, byte[] file) {
        files.put(model + "/" + sha256, file.clone());
    }

    /// Whether it answers from now on.
    public void setGone(boolean isGone) {
        gone = isGone;
    }

    /// Lets each fetch fail, as broken code would.
    public void fail(RuntimeException with) {
        fault = with;
    }

    /// Hears the hash of each bundle that is asked for, before the answer.
    public void onFetch(Consumer<String> listener) {
        onFetch = listener;
    }

    /// How often a bundle was asked for.
    public int fetches() {
        return fetches.get();
    }

    @Override
    public byte[] fetch(String model, String bundleSha256, long maxBytes) {
        fetches.incrementAndGet();
        onFetch.accept(bundleSha256);
        RuntimeException broken = fault;
        if (broken != null) {
            throw broken;
        }
        byte[] file = files.get(model + "/" + bundleSha256);
        if (gone || file == null) {
            throw new RegistryException("The toy registry has no bundle " + bundleSha256 + " of " + model + ".");
        }
        if (file.length > maxBytes) {
            throw new TooLargeException("a bundle of " + file.length + " bytes", maxBytes);
        }
        return file.clone();
    }

    @Override
    public ModelVersion register(Registration registration) {
        throw new UnsupportedOperationException("A scorer only fetches.");
    }

    @Override
    public List<String> models() {
        throw new UnsupportedOperationException("A scorer only fetches.");
    }

    @Override
    public List<ModelVersion> versions(String model) {
        throw new UnsupportedOperationException("A scorer only fetches.");
    }

    @Override
    public void setAlias(String model, String alias, int version, String actor, String reason) {
        throw new UnsupportedOperationException("A scorer only fetches.");
    }

    @Override
    public Map<String, Integer> aliases(String model) {
        throw new UnsupportedOperationException("A scorer only fetches.");
    }

    @Override
    public List<HistoryEntry> history(String model) {
        throw new UnsupportedOperationException("A scorer only fetches.");
    }
}
