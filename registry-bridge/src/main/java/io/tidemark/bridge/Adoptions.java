package io.tidemark.bridge;

import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.foreign.ForeignImport;
import io.tidemark.registry.foreign.ForeignImport.Outcome;
import io.tidemark.registry.foreign.ForeignVersion;
import io.tidemark.registry.mlflow.MlflowRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Imports versions that other tools registered, one after the other, beside whoever asks: a large model keeps the
/// others from nothing. Nothing is kept of an import but in the registry; one that broke off is made again, with the
/// same result.
public final class Adoptions implements AutoCloseable {
    /// Longest import, from when it was first asked for.
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Adoptions.class);

    private final MlflowRegistry registry;
    private final BiConsumer<ModelVersion, byte[]> spread;
    private final Executor worker;
    private final Runnable whenDone;
    private final Clock clock;
    private final Map<String, Job> jobs = new HashMap<>();

    /// How far an import is.
    sealed interface State {
        /// It waits, or goes on.
        record Running() implements State {}

        /// The version has a bundle now.
        record Adopted(ModelVersion version) implements State {}

        /// It gets none.
        record Refused(String reason) implements State {}

        /// The registry did not answer on the way: the next look begins again.
        record Lost(RegistryUnavailableException cause) implements State {}
    }

    /// @param spread takes each bundle once the registry has it, for mirrors and the like
    /// @param worker where imports are made
    /// @param whenDone called after each import, from where it was made
    Adoptions(
            MlflowRegistry registry,
            BiConsumer<ModelVersion, byte[]> spread,
            Executor worker,
            Runnable whenDone,
            Clock clock) {
        this.registry = registry;
        this.spread = spread;
        this.worker = worker;
        this.whenDone = whenDone;
        this.clock = clock;
    }

    /// Imports on a thread of its own.
    ///
    /// @param spread takes each bundle once the registry has it, for mirrors and the like
    /// @param whenDone called after each import, from that thread
    public static Adoptions beside(
            MlflowRegistry registry, BiConsumer<ModelVersion, byte[]> spread, Runnable whenDone, Clock clock) {
        ExecutorService worker = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("registry-import").daemon().factory());
        return new Adoptions(registry, spread, worker, whenDone, clock);
    }

    /// Imports while its caller waits, for commands that look once.
    public static Adoptions atOnce(MlflowRegistry registry, BiConsumer<ModelVersion, byte[]> spread, Clock clock) {
        return new Adoptions(registry, spread, Runnable::run, () -> {}, clock);
    }

    /// Whether a version is being imported, and there is nothing to be asked about it.
    synchronized boolean isRunning(String model, int version) {
        Job job = jobs.get(key(model, version));
        return job != null && job.state instanceof State.Running && !isOverdue(job);
    }

    private boolean isOverdue(Job job) {
        return clock.instant().isAfter(job.begun.plus(LONGEST));
    }

    private static String key(String model, int version) {
        return model + "/" + version;
    }

    /// Looks how far the import of a version is; begins one where there is none. An end is told once.
    ///
    /// @param mark what its outcome depends on
    synchronized State look(ForeignVersion version, String mark, ForeignImport imports) {
        String key = key(version.model(), version.version());
        Job known = jobs.get(key);
        Job job = known != null ? known : begin(key, version, mark, imports);
        State state = job.state;
        if (state instanceof State.Running && isOverdue(job)) {
            job.task.cancel(true);
            state = new State.Refused("Its import was not done after " + LONGEST.toMinutes()
                    + " minutes; `tidemark import` on a copy of its file has no such limit.");
        }
        if (!(state instanceof State.Running)) {
            jobs.remove(key);
        }
        // What was logged meanwhile may end otherwise: that is found out with the next look.
        return state instanceof State.Refused && !job.mark.equals(mark) ? new State.Running() : state;
    }

    private Job begin(String key, ForeignVersion version, String mark, ForeignImport imports) {
        LOG.info(
                "Version {} of {}, which another tool registered, is being imported.",
                version.version(),
                version.model());
        Job job = new Job(mark, clock.instant(), version, imports);
        jobs.put(key, job);
        worker.execute(job.task);
        return job;
    }

    @Override
    public void close() {
        if (worker instanceof ExecutorService service) {
            service.shutdownNow();
        }
    }

    /// One import.
    private final class Job {
        private final String mark;
        private final Instant begun;
        private final FutureTask<Void> task;
        private volatile State state = new State.Running();

        Job(String mark, Instant begun, ForeignVersion version, ForeignImport imports) {
            this.mark = mark;
            this.begun = begun;
            this.task = new FutureTask<>(() -> run(version, imports), null);
        }

        private void run(ForeignVersion version, ForeignImport imports) {
            state = outcome(version, imports);
            whenDone.run();
        }

        private State outcome(ForeignVersion version, ForeignImport imports) {
            try {
                return switch (imports.run(version)) {
                    case Outcome.Made made -> {
                        ModelVersion adopted = registry.foreignVersions().adopt(version, made.bundle(), made.tags());
                        spread.accept(adopted, made.bundle());
                        yield new State.Adopted(adopted);
                    }
                    case Outcome.Refused refused -> new State.Refused(refused.reason());
                };
            } catch (RegistryUnavailableException e) {
                return new State.Lost(e);
            } catch (RegistryException e) {
                return new State.Refused("What was logged with it cannot be imported. " + e.getMessage());
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                LOG.error("The import of version {} of {} failed.", version.version(), version.model(), e);
                return new State.Refused("Its import failed: " + e + ". The log of the registry bridge says more.");
            }
        }
    }
}
