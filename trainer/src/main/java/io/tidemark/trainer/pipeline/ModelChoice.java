package io.tidemark.trainer.pipeline;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.SweepSpec;
import io.tidemark.trainer.pipeline.RunListener.Step;
import io.tidemark.trainer.step.PipelineStep;
import io.tidemark.trainer.step.StepKey;
import io.tidemark.trainer.step.Steps;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Chooses a model: compares the algorithms, then searches parameters where the manifest wants it. The folds are made
/// when something has to be fitted on them.
final class ModelChoice implements AutoCloseable {
    private final ModelManifest manifest;
    private final FitRows rows;
    private final Steps steps;
    private final RunListener listener;
    private final int threads;
    private final Workers workers;
    private final String featuresKey;
    private @Nullable Folds folds;

    /// @param featuresKey what rows and preprocessing depend on
    ModelChoice(
            ModelManifest manifest, FitRows rows, String featuresKey, Steps steps, RunListener listener, int threads) {
        this.manifest = manifest;
        this.rows = rows;
        this.featuresKey = featuresKey;
        this.steps = steps;
        this.listener = listener;
        this.threads = threads;
        this.workers = new Workers(threads);
    }

    /// The candidates, the best first.
    SelectionResult select() {
        listener.onProgress(Step.SELECT, "comparing algorithms", Step.SELECT.begins());
        return steps.of(
                PipelineStep.SELECT,
                selectKey(),
                new SelectionFiles(),
                folder -> comparison().run());
    }

    /// What the search for parameters came to; empty: the manifest has none.
    Optional<TuningResult> tune(SelectionResult selection) {
        if (manifest.sweep().isEmpty()) {
            return Optional.empty();
        }
        SweepSpec spec = manifest.sweep().get();
        Tuning tuning = new Tuning(manifest, spec, selection);
        String key = StepKey.of(PipelineStep.SWEEP).with(selectKey()).with(spec).hex();
        return Optional.of(steps.of(
                PipelineStep.SWEEP,
                key,
                tuning,
                folder -> tuning.run(folds(), comparison(), listener, folder, threads)));
    }

    private String selectKey() {
        return StepKey.of(PipelineStep.SELECT)
                .with(featuresKey)
                .with(manifest.task())
                .with(manifest.target())
                .with(manifest.selection())
                .with(objective())
                .hex();
    }

    /// The metric that a sweep looks at, else the selection's.
    private String objective() {
        return manifest.sweep()
                .map(SweepSpec::metric)
                .orElse(manifest.selection().metric());
    }

    private Selection comparison() {
        return new Selection(manifest, folds(), workers, listener, objective());
    }

    private Folds folds() {
        Folds made = folds == null ? Folds.of(manifest, rows, workers) : folds;
        folds = made;
        return made;
    }

    @Override
    public void close() {
        try {
            if (folds != null) {
                folds.close();
            }
        } finally {
            workers.close();
        }
    }

    /// What was tried.
    record Choice(SelectionResult selection, Optional<TuningResult> tuning) {
        /// What the version is fitted with, and what that came to in cross-validation.
        CandidateScore winner() {
            return tuning.filter(TuningResult::isBetter)
                    .flatMap(TuningResult::score)
                    .orElseGet(selection::best);
        }

        Candidate best() {
            return new Candidate(winner().algorithm(), winner().parameters());
        }
    }
}
