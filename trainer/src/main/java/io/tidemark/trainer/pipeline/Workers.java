package io.tidemark.trainer.pipeline;

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
        List<Future<T>> pending = tasks.stream().map(this::start).toList();
        try {
            return pending.stream().map(Workers::await).toList();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /// Begins a task.
    <T> Future<T> start(Callable<T> task) {
        return threads.submit(task);
    }

    /// The result of a task.
    ///
    /// @throws CancellationException when the thread was interrupted
    static <T> T await(Future<T> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("A fit failed.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The fit was interrupted.");
        }
    }

    /// Ends all tasks and waits until they have: what they work on may be freed then.
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
