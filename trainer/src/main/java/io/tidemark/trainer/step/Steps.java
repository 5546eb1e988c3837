package io.tidemark.trainer.step;

import io.tidemark.trainer.step.StepRecord.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The steps of one run: does them, or takes what an equal step of an earlier run came to.
///
/// Results lie in `<store>/<step>/<key>/`. A result that cannot be read is no reason to fail: the step is done again.
/// Two runs that want the same step at the same time both do it, and one of them keeps it.
public final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    /// Results kept of each step.
    private static final int KEPT = 20;

    private final Optional<Path> store;
    private final StepPlan plan;
    private final List<StepRecord> records = new ArrayList<>();
    private String input = "";
    private long since = System.nanoTime();

    private Steps(Optional<Path> store, StepPlan plan) {
        this.store = store;
        this.plan = plan;
    }

    /// Steps that are kept.
    ///
    /// @param store one folder for each model
    public static Steps in(Path store, StepPlan plan) {
        return new Steps(Optional.of(store), plan);
    }

    /// All steps, done anew and kept nowhere.
    public static Steps unkept() {
        return new Steps(Optional.empty(), StepPlan.ALL);
    }

    /// Whether the run ends with this step.
    public boolean isLast(PipelineStep step) {
        return plan.isLast(step);
    }

    /// Whether the step has to be done even if an earlier run did the same.
    public boolean isAnew(PipelineStep step) {
        return plan.anew().contains(step);
    }

    /// What happened so far, in order.
    public List<StepRecord> records() {
        return List.copyOf(records);
    }

    /// Says what happened to a step that keeps its own results.
    ///
    /// @param output where its result lies
    public void note(PipelineStep step, State state, String output) {
        long now = System.nanoTime();
        records.add(new StepRecord(step.key(), state, (now - since) / 1e9, input, output));
        input = output;
        since = now;
    }

    /// The result of a step.
    ///
    /// @param key what the result depends on
    /// @param work does the step; it may keep unfinished work in the folder that it is given, and finds there what a
    /// killed run left
    public <T> T of(PipelineStep step, String key, StepFiles<T> files, Work<T> work) {
        try (StepFolder folder = held(step, key).orElse(null)) {
            if (folder == null) {
                T result = work.in(Optional.empty());
                note(step, State.DONE, "");
                return result;
            }
            if (isAnew(step)) {
                folder.clear();
            }
            Optional<T> kept = read(folder, files);
            if (kept.isPresent()) {
                note(step, State.UNCHANGED, folder.path().toString());
                return kept.get();
            }
            T result = work.in(Optional.of(folder.path()));
            files.write(folder.path(), result);
            folder.complete();
            folder.keepNewest(KEPT);
            note(step, State.DONE, folder.path().toString());
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The result of step " + step.key() + " cannot be kept in "
                            + store.map(Path::toString).orElse("") + ".",
                    e);
        }
    }

    /// Writes something for people beside the result of the last step, where it is kept.
    public void addToLast(Writing writing) {
        String output = records.isEmpty() ? "" : records.getLast().output();
        if (output.isEmpty()) {
            return;
        }
        try {
            writing.to(Path.of(output));
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + output + " cannot be written.", e);
        }
    }

    private Optional<StepFolder> held(PipelineStep step, String key) throws IOException {
        return store.isEmpty()
                ? Optional.empty()
                : StepFolder.hold(store.get().resolve(step.key()).resolve(key));
    }

    private static <T> Optional<T> read(StepFolder folder, StepFiles<T> files) throws IOException {
        if (!folder.isComplete()) {
            return Optional.empty();
        }
        try {
            return Optional.of(files.read(folder.path()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("What an earlier run left in {} cannot be read; the step is done again.", folder.path(), e);
            folder.clear();
            return Optional.empty();
        }
    }

    /// Writes files.
    @FunctionalInterface
    public interface Writing {
        /// Writes into a folder.
        void to(Path folder) throws IOException;
    }

    /// The work of a step.
    ///
    /// @param <T> what it comes to
    @FunctionalInterface
    public interface Work<T> {
        /// Does the step.
        ///
        /// @param folder where unfinished work may lie; empty: nowhere
        T in(Optional<Path> folder);
    }
}
