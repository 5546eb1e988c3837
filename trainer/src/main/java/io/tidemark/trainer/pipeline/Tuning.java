package io.tidemark.trainer.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import io.tidemark.model.manifest.Algorithm;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.SweepSpec;
import io.tidemark.trainer.algorithm.Parameters;
import io.tidemark.trainer.step.StepFiles;
import io.tidemark.trainer.sweep.Study;
import io.tidemark.trainer.sweep.Sweep;
import io.tidemark.trainer.sweep.SweepException;
import io.tidemark.trainer.sweep.SweepFiles;
import io.tidemark.trainer.sweep.SweepMethod;
import io.tidemark.trainer.sweep.SweepResult;
import io.tidemark.trainer.sweep.SweepSettings;
import io.tidemark.trainer.sweep.TrialRecord;
import io.tidemark.trainer.sweep.prune.HalvingPruner;
import io.tidemark.trainer.sweep.prune.MedianPruner;
import io.tidemark.trainer.sweep.prune.NoPruner;
import io.tidemark.trainer.sweep.prune.Pruner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Searches better parameters after a selection, on the same folds.
///
/// The selection's candidates of the algorithm are the first trials. With a folder, each trial that ended is a line of
/// a journal there, and a run that was killed goes on behind it.
final class Tuning implements StepFiles<TuningResult> {
    private static final int MOST_GIVEN = 5;
    private static final int COMPLETE_BEFORE_PRUNING = 5;
    private static final String JOURNAL = "trials.jsonl";
    private static final String RESULT = "tuning.json";

    private final ModelManifest manifest;
    private final SweepSpec spec;
    private final CandidateScore leader;
    private final Algorithm algorithm;
    private final SweepSpaces spaces;
    private final Judge judge;
    private final SweepSettings settings;

    /// @param selection says what is good already
    Tuning(ModelManifest manifest, SweepSpec spec, SelectionResult selection) {
        this.manifest = manifest;
        this.spec = spec;
        this.leader = selection.best();
        this.algorithm = spec.algorithm().orElse(leader.algorithm());
        this.spaces = SweepSpaces.of(spec, algorithm);
        this.judge = new Judge(manifest, spec.metric());
        this.settings = settings(given(selection, algorithm, spaces));
    }

    /// @param comparison scores the best trial as it scored its own candidates
    /// @param folder where the journal lies; empty: the sweep lives as long as the process
    TuningResult run(Folds folds, Selection comparison, RunListener listener, Optional<Path> folder, int threads) {
        List<Double> reference =
                leader.folds().stream().map(FoldScore::objective).toList();
        FoldObjective objective = new FoldObjective(folds, judge, algorithm, spaces, spec.patience(), reference);
        try (Study study = folder.isEmpty()
                ? Study.inMemory(settings)
                : Study.open(settings, folder.get().resolve(JOURNAL))) {
            AtomicInteger ended = new AtomicInteger(study.trials().size());
            announce(listener, ended.get());
            SweepResult result = new Sweep(
                            study,
                            objective,
                            Math.min(threads, spec.parallel()),
                            trial -> announce(listener, ended.incrementAndGet()))
                    .run();
            Map<String, Object> parameters = parameters(result);
            Optional<CandidateScore> score = parameters.isEmpty()
                    ? Optional.empty()
                    : Optional.of(comparison.score(new Candidate(algorithm, new Parameters(parameters))));
            return outcome(result, score);
        }
    }

    /// All parameters of the best trial, with what it found by itself; empty without a complete trial.
    private Map<String, Object> parameters(SweepResult result) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        result.best().ifPresent(trial -> {
            parameters.putAll(spaces.parameters(trial.parameters()));
            parameters.putAll(trial.found());
        });
        return parameters;
    }

    /// The journal is there already: it was written as the trials ended.
    @Override
    public void write(Path folder, TuningResult tuning) throws IOException {
        StepJson.write(folder.resolve(RESULT), tuning.score());
        SweepFiles.write(folder, tuning.sweep(), tuning.metric());
    }

    @Override
    public TuningResult read(Path folder) throws IOException {
        Optional<CandidateScore> score =
                StepJson.read(folder.resolve(RESULT), new TypeReference<Optional<CandidateScore>>() {});
        try (Study study = Study.open(settings, folder.resolve(JOURNAL))) {
            return outcome(new SweepResult(settings, study.trials()), score);
        } catch (SweepException e) {
            throw new IOException(e);
        }
    }

    private TuningResult outcome(SweepResult result, Optional<CandidateScore> score) {
        Optional<TrialRecord> best = result.best();
        boolean isBetter =
                best.isPresent() && judge.direction().isBetter(SweepResult.value(best.get()), leader.objectiveMean());
        return new TuningResult(
                algorithm, judge.metric(), result, parameters(result), score, leader.objectiveMean(), isBetter);
    }

    private SweepSettings settings(List<Map<String, Object>> given) {
        int initial = Math.clamp(spec.trials() / 5, 1, SweepSettings.DEFAULT_INITIAL_TRIALS);
        return new SweepSettings(
                spaces.space(),
                judge.direction(),
                switch (spec.method()) {
                    case GP -> SweepMethod.GAUSSIAN_PROCESS;
                    case TPE -> SweepMethod.TPE;
                    case RANDOM -> SweepMethod.RANDOM;
                },
                spec.trials(),
                initial,
                spec.parallel(),
                manifest.split().seed(),
                pruner(),
                given.subList(0, Math.min(given.size(), spec.trials())));
    }

    private Pruner pruner() {
        return switch (spec.prune()) {
            case MEDIAN ->
                new MedianPruner(
                        COMPLETE_BEFORE_PRUNING, FoldObjective.isBoosted(algorithm) ? FoldObjective.BOOSTED_WARMUP : 0);
            case ASHA -> new HalvingPruner(FoldObjective.isBoosted(algorithm) ? FoldObjective.BOOSTED_WARMUP : 20, 3);
            case NONE -> new NoPruner();
        };
    }

    /// The best candidates of the algorithm, as points of the space, each once.
    private static List<Map<String, Object>> given(SelectionResult selection, Algorithm algorithm, SweepSpaces spaces) {
        return selection.candidates().stream()
                .filter(candidate -> candidate.algorithm() == algorithm)
                .filter(candidate -> !(candidate.end() instanceof CandidateEnd.Failed))
                .map(candidate -> spaces.nearest(candidate.parameters().values()))
                .flatMap(Optional::stream)
                .distinct()
                .limit(MOST_GIVEN)
                .toList();
    }

    private void announce(RunListener listener, int ended) {
        double begins = RunListener.Step.SWEEP.begins();
        double share = Math.min(1, (double) ended / spec.trials());
        listener.onProgress(
                RunListener.Step.SWEEP,
                String.format(Locale.ROOT, "%s, %d of %d trials", algorithm.key(), ended, spec.trials()),
                begins + share * (RunListener.Step.FIT.begins() - begins));
    }
}
