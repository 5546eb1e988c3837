package io.tidemark.trainer.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Threads of a comparison: each fit runs on one, and threads that never wait for each other stay fast on a machine
/// that has other work too.
final class Workers implements AutoCloseable {
    private final ExecutorService threads;

    Workers(int count) {
        this.threads = Executors.newFixedThreadPool(Math.max(1, count));
    }

    /// Runs tasks and gives their results in the order of the tasks. They begin in this order too.
    ///
    /// @throws CancellationException when the thread was interrupted; all tasks have ended then
    <T> List<T> all(List<Callable<T>> tasks) {
        List<Future<T>> pending = new ArrayList<>();
        tasks.forEach(task -> pending.add(threads.submit(task)));
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> task : pending) {
                results.add(task.get());
            }
            return results;
        } catch (ExecutionException e) {
            close();
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("A fit failed.", e.getCause());
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new CancellationException("The comparison of algorithms was interrupted.");
        }
    }

    /// Ends all tasks and waits until they have: what they work on may be freed then.
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
