package io.tidemark.streamkit.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Loads what may take long, such as bundles from a registry, on threads of its own: a stream thread that needs it
/// waits as long as it can afford and holds no lock meanwhile.
///
/// A key is loaded once at a time, however many ask for it. A load that nobody waits for any more goes on to its end.
/// Nothing is kept: the function that loads puts away what it found. Safe for use by many threads.
public final class BackgroundLoader<K, V> implements AutoCloseable {
    private final Function<K, V> load;
    private final Executor executor;
    private final @Nullable ExecutorService owned;
    private final Map<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

    /// How a load stands when its wait is over.
    public sealed interface Outcome<V> {
        /// It is there.
        record Loaded<V>(V value) implements Outcome<V> {}

        /// It cannot be had now.
        record Failed<V>(RuntimeException fault) implements Outcome<V> {}

        /// It is still under way.
        record Pending<V>() implements Outcome<V> {}
    }

    /// @param name of the threads
    /// @param threads loads of different keys that run at the same time at most, 1 or more
    /// @param load gives the value of a key, or throws; is interrupted when the loader is closed
    public BackgroundLoader(String name, int threads, Function<K, V> load) {
        this.load = load;
        this.owned = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name(name + "-", 0).daemon().factory());
        this.executor = owned;
    }

    /// A loader on threads of somebody else, who ends them.
    public BackgroundLoader(Executor executor, Function<K, V> load) {
        this.load = load;
        this.owned = null;
        this.executor = executor;
    }

    /// Begins to load a key, unless that is under way; returns at once.
    public void begin(K key) {
        CompletableFuture<V> unused = start(key);
    }

    /// Begins to load a key, unless that is under way, and waits for it.
    ///
    /// @param patience longest wait, from 0
    public Outcome<V> await(K key, Duration patience) {
        CompletableFuture<V> future = start(key);
        try {
            return new Outcome.Loaded<>(future.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return new Outcome.Pending<>();
        } catch (ExecutionException e) {
            return new Outcome.Failed<>(
                    e.getCause() instanceof RuntimeException fault
                            ? fault
                            : new IllegalStateException("Loading " + key + " failed: " + e.getCause(), e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Pending<>();
        }
    }

    private CompletableFuture<V> start(K key) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> earlier = underWay.putIfAbsent(key, mine);
        if (earlier != null) {
            return earlier;
        }
        try {
            executor.execute(() -> run(key, mine));
        } catch (RejectedExecutionException e) {
            underWay.remove(key, mine);
            mine.completeExceptionally(new IllegalStateException(
                    "Found a loader that is closed, expected to load " + key + " before that.", e));
        }
        return mine;
    }

    /// Whoever waits finds the key free again, and may begin anew.
    private void run(K key, CompletableFuture<V> future) {
        try {
            V value = load.apply(key);
            underWay.remove(key, future);
            future.complete(value);
        } catch (RuntimeException | Error e) {
            underWay.remove(key, future);
            future.completeExceptionally(e);
        }
    }

    /// Interrupts what is under way, and begins nothing any more; returns at once.
    @Override
    public void close() {
        if (owned != null) {
            owned.shutdownNow();
        }
    }
}
