package io.tidemark.trainer.pipeline;

import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.manifest.Algorithm;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.SweepSpec;
import io.tidemark.trainer.algorithm.FoldData;
import io.tidemark.trainer.algorithm.Parameters;
import io.tidemark.trainer.sweep.Study;
import io.tidemark.trainer.sweep.Sweep;
import io.tidemark.trainer.sweep.SweepMethod;
import io.tidemark.trainer.sweep.SweepResult;
import io.tidemark.trainer.sweep.SweepSettings;
import io.tidemark.trainer.sweep.TrialRecord;
import io.tidemark.trainer.sweep.prune.HalvingPruner;
import io.tidemark.trainer.sweep.prune.MedianPruner;
import io.tidemark.trainer.sweep.prune.NoPruner;
import io.tidemark.trainer.sweep.prune.Pruner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
/// a journal there, and a run that was killed goes on behind it; the journal's name tells data and settings, so that no
/// other sweep's is continued.
final class Tuning {
    private static final int MOST_GIVEN = 5;
    private static final int COMPLETE_BEFORE_PRUNING = 5;
    private static final int KEY_DIGITS = 12;

    private final ModelManifest manifest;
    private final SweepSpec spec;
    private final Folds folds;
    private final RunListener listener;

    Tuning(ModelManifest manifest, SweepSpec spec, Folds folds, RunListener listener) {
        this.manifest = manifest;
        this.spec = spec;
        this.folds = folds;
        this.listener = listener;
    }

    /// @param selection says what is good already
    /// @param comparison scores the best trial as it scored its own candidates
    /// @param folder where the journal lies; empty: the sweep lives as long as the process
    TuningResult run(SelectionResult selection, Selection comparison, Optional<Path> folder, int threads) {
        CandidateScore leader = selection.best();
        Algorithm algorithm = spec.algorithm().orElse(leader.algorithm());
        SweepSpaces spaces = SweepSpaces.of(spec, algorithm);
        Judge judge = new Judge(manifest, spec.metric());
        SweepSettings settings = settings(spaces, judge, algorithm, given(selection, algorithm, spaces));
        List<Double> reference =
                leader.folds().stream().map(FoldScore::objective).toList();
        FoldObjective objective = new FoldObjective(folds, judge, algorithm, spaces, spec.patience(), reference);
        try (Study study = folder.isEmpty()
                ? Study.inMemory(settings)
                : Study.open(settings, folder.get().resolve("sweep-" + key(settings, algorithm) + ".jsonl"))) {
            AtomicInteger ended = new AtomicInteger(study.trials().size());
            announce(algorithm, ended.get());
            SweepResult result = new Sweep(
                            study,
                            objective,
                            Math.min(threads, spec.parallel()),
                            trial -> announce(algorithm, ended.incrementAndGet()))
                    .run();
            return outcome(leader, algorithm, spaces, judge, result, comparison);
        }
    }

    private static TuningResult outcome(
            CandidateScore leader,
            Algorithm algorithm,
            SweepSpaces spaces,
            Judge judge,
            SweepResult result,
            Selection comparison) {
        Optional<TrialRecord> best = result.best();
        Map<String, Object> parameters = new LinkedHashMap<>();
        best.ifPresent(trial -> {
            parameters.putAll(spaces.parameters(trial.parameters()));
            parameters.putAll(trial.found());
        });
        Optional<CandidateScore> score =
                best.map(trial -> comparison.score(new Candidate(algorithm, new Parameters(parameters))));
        boolean isBetter =
                best.isPresent() && judge.direction().isBetter(SweepResult.value(best.get()), leader.objectiveMean());
        return new TuningResult(algorithm, judge.metric(), result, parameters, score, leader.objectiveMean(), isBetter);
    }

    private SweepSettings settings(
            SweepSpaces spaces, Judge judge, Algorithm algorithm, List<Map<String, Object>> given) {
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
                pruner(algorithm),
                given.subList(0, Math.min(given.size(), spec.trials())));
    }

    private Pruner pruner(Algorithm algorithm) {
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

    private void announce(Algorithm algorithm, int ended) {
        double begins = RunListener.Step.SWEEP.begins();
        double share = Math.min(1, (double) ended / spec.trials());
        listener.onProgress(
                RunListener.Step.SWEEP,
                String.format(Locale.ROOT, "%s, %d of %d trials", algorithm.key(), ended, spec.trials()),
                begins + share * (RunListener.Step.FIT.begins() - begins));
    }

    /// What a trial's value depends on, besides its parameters.
    private String key(SweepSettings settings, Algorithm algorithm) {
        StringBuilder text = new StringBuilder(algorithm.key())
                .append(' ')
                .append(spec)
                .append(' ')
                .append(settings.seed())
                .append(' ')
                .append(settings.given());
        for (FoldData fold : folds.all()) {
            ByteBuffer bytes = ByteBuffer.allocate(
                    Float.BYTES * fold.validationInputs().length + Double.BYTES * fold.validationTarget().length);
            for (float input : fold.validationInputs()) {
                bytes.putFloat(input);
            }
            for (double label : fold.validationTarget()) {
                bytes.putDouble(label);
            }
            text.append(' ').append(Sha256.of(bytes.array()));
        }
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)).substring(0, KEY_DIGITS);
    }
}
