package io.tidemark.trainer.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Runs an objective until the study has no more trials.
public final class Sweep {
    /// When so many trials have failed and none did not, the objective is at fault, not the parameters.
    private static final int HOPELESS = 10;

    private final Study study;
    private final SweepObjective objective;
    private final int threads;
    private final Consumer<TrialRecord> listener;

    /// @param threads trials to run at the same time, 1 or more; more than the settings' `inFlight` are idle
    /// @param listener hears of each trial that ends, in the order of their ends, on the thread that runs the sweep
    public Sweep(Study study, SweepObjective objective, int threads, Consumer<TrialRecord> listener) {
        if (threads < 1) {
            throw new IllegalArgumentException("Found " + threads + " threads for a sweep, expected 1 or more.");
        }
        this.study = study;
        this.objective = objective;
        this.threads = threads;
        this.listener = listener;
    }

    /// Runs what is left of the study.
    ///
    /// @throws SweepException when nothing but failures came out
    /// @throws CancellationException when the thread was interrupted; all workers have ended then
    public SweepResult run() {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            CompletionService<Ended> ends = new ExecutorCompletionService<>(workers);
            int running = 0;
            boolean isMore = true;
            while (isMore || running > 0) {
                while (isMore && running < threads && study.canAsk()) {
                    Optional<Trial> trial = study.ask();
                    isMore = trial.isPresent();
                    if (trial.isPresent()) {
                        submit(ends, trial.orElseThrow());
                        running++;
                    }
                }
                if (running > 0) {
                    listener.accept(ends.take().get().tell(study));
                    running--;
                    checkThatSomethingWorks(HOPELESS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The sweep was interrupted.");
        } catch (ExecutionException e) {
            throw fault(e);
        } finally {
            workers.shutdownNow();
            workers.close();
        }
        checkThatSomethingWorks(1);
        return study.result();
    }

    private static RuntimeException fault(ExecutionException ended) {
        if (ended.getCause() instanceof Error error) {
            throw error;
        }
        // All but errors become failed trials, except the wish to end.
        return new CancellationException("The sweep was ended by a trial: " + ended.getCause());
    }

    private void submit(CompletionService<Ended> ends, Trial trial) {
        var unused = ends.submit(() -> {
            long start = System.nanoTime();
            try {
                double value = objective.evaluate(trial);
                return new Ended(trial, value, Optional.empty(), seconds(start));
            } catch (InterruptedException | CancellationException e) {
                throw new InterruptedException(e.getMessage());
            } catch (Exception e) {
                return new Ended(trial, Double.NaN, Optional.of(e.toString()), seconds(start));
            }
        });
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private void checkThatSomethingWorks(int atLeast) {
        List<TrialRecord> trials = study.trials();
        List<String> reasons = new ArrayList<>();
        for (TrialRecord trial : trials) {
            if (!(trial.result() instanceof TrialResult.Failed failed)) {
                return;
            }
            reasons.add(failed.reason());
        }
        if (reasons.size() >= atLeast) {
            throw new SweepException("All " + reasons.size() + " trials so far have failed, the first one, with "
                    + trials.getFirst().parameters() + ", with: " + reasons.getFirst()
                    + " Expected parameters that work; see the objective and the search space.");
        }
    }

    /// A trial and how it ended.
    private record Ended(Trial trial, double value, Optional<String> failure, double seconds) {
        TrialRecord tell(Study study) {
            return failure.map(reason -> study.tellFailed(trial, reason, seconds))
                    .orElseGet(() -> study.tell(trial, value, seconds));
        }
    }
}
