package io.tidemark.trainer.pipeline;

import io.tidemark.model.Task;
import io.tidemark.model.fit.PipelineFitter;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.Algorithm;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.SelectionSpec;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.MetricDirection;
import io.tidemark.trainer.algorithm.FittedModel;
import io.tidemark.trainer.algorithm.Learners;
import io.tidemark.trainer.algorithm.Parameters;
import io.tidemark.trainer.algorithm.TrainingMatrix;
import io.tidemark.trainer.data.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Compares all candidates by cross-validation. The pipeline is fitted anew inside each fold, on that fold's training
/// rows
/// only: nothing of the validation rows leaks.
final class Selection {
    private final ModelManifest manifest;
    private final FitRows rows;
    private final int threads;
    private final RunListener listener;

    Selection(ModelManifest manifest, FitRows rows, int threads, RunListener listener) {
        this.manifest = manifest;
        this.rows = rows;
        this.threads = threads;
        this.listener = listener;
    }

    /// All candidates, best first.
    List<CandidateScore> run() {
        List<Wanted> wanted = wanted();
        int threadsUsed = Math.min(threads, wanted.size() * manifest.selection().folds());
        try (ExecutorService workers = Executors.newFixedThreadPool(threadsUsed)) {
            List<Fold> folds = awaitAll(submitFolds(workers));
            List<List<Future<FoldScore>>> pending = new ArrayList<>();
            for (Wanted candidate : wanted) {
                pending.add(folds.stream()
                        .map(fold -> workers.submit(() -> fit(candidate, fold)))
                        .toList());
            }
            List<CandidateScore> scores = new ArrayList<>();
            for (int i = 0; i < wanted.size(); i++) {
                announce(wanted.get(i), (double) i / wanted.size());
                scores.add(summary(wanted.get(i), awaitAll(pending.get(i))));
            }
            return bestFirst(scores);
        }
    }

    private List<CandidateScore> bestFirst(List<CandidateScore> scores) {
        Metric metric = Metrics.require(manifest.selection().metric());
        Comparator<CandidateScore> better = Comparator.comparingDouble(CandidateScore::mean);
        scores.sort(metric.direction() == MetricDirection.HIGHER_IS_BETTER ? better.reversed() : better);
        return scores;
    }

    private void announce(Wanted candidate, double share) {
        double begins = RunListener.Step.SELECT.begins();
        listener.onProgress(
                RunListener.Step.SELECT,
                candidate.algorithm().key() + " " + candidate.parameters(),
                begins + share * (RunListener.Step.FIT.begins() - begins));
    }

    /// Fits on one thread: the folds are what runs in parallel, and threads that never wait for each other stay fast on
    /// a
    /// machine that has other work too.
    private FoldScore fit(Wanted candidate, Fold fold) {
        long start = System.nanoTime();
        try (FittedModel model = Learners.of(candidate.algorithm(), manifest)
                .fit(fold.train(), candidate.parameters(), manifest.split().seed(), 1)) {
            return new FoldScore(
                    metric(model, fold.validationInputs(), fold.validationTarget()),
                    metric(model, fold.train().inputs(), fold.train().target()),
                    (System.nanoTime() - start) / 1e9);
        }
    }

    private static CandidateScore summary(Wanted candidate, List<FoldScore> folds) {
        double mean =
                folds.stream().mapToDouble(FoldScore::validation).average().orElseThrow();
        double variance = folds.stream()
                .mapToDouble(fold -> (fold.validation() - mean) * (fold.validation() - mean))
                .average()
                .orElseThrow();
        return new CandidateScore(
                candidate.algorithm(),
                candidate.parameters(),
                mean,
                Math.sqrt(variance),
                folds.stream().mapToDouble(FoldScore::train).average().orElseThrow(),
                folds.stream().mapToDouble(FoldScore::seconds).sum());
    }

    private static <T> List<T> awaitAll(List<Future<T>> pending) {
        List<T> results = new ArrayList<>();
        for (Future<T> task : pending) {
            try {
                results.add(task.get());
            } catch (ExecutionException e) {
                pending.forEach(other -> other.cancel(true));
                if (e.getCause() instanceof RuntimeException fault) {
                    throw fault;
                }
                throw new IllegalStateException("A fit failed.", e.getCause());
            } catch (InterruptedException e) {
                pending.forEach(other -> other.cancel(true));
                Thread.currentThread().interrupt();
                throw new CancellationException("The comparison of algorithms was interrupted.");
            }
        }
        return results;
    }

    private double metric(FittedModel model, float[] inputs, double[] target) {
        double[] scores = model.scores(inputs, target.length);
        return Metrics.value(manifest, manifest.selection().metric(), target, scores);
    }

    /// Folds are seeded; for classes stratified.
    private List<Future<Fold>> submitFolds(ExecutorService workers) {
        int count = manifest.selection().folds();
        requireEnough(count);
        int[] shuffled = IntStream.range(0, rows.target().length).toArray();
        RowSplit.shuffle(shuffled, new SplittableRandom(manifest.split().seed()));
        int[] order = manifest.task() == Task.BINARY
                ? IntStream.concat(
                                IntStream.of(shuffled).filter(row -> rows.target()[row] == 0),
                                IntStream.of(shuffled).filter(row -> rows.target()[row] == 1))
                        .toArray()
                : shuffled;
        return IntStream.range(0, count)
                .mapToObj(f -> workers.submit(() -> fold(
                        IntStream.range(0, order.length)
                                .filter(i -> i % count != f)
                                .map(i -> order[i])
                                .toArray(),
                        IntStream.range(0, order.length)
                                .filter(i -> i % count == f)
                                .map(i -> order[i])
                                .toArray())))
                .toList();
    }

    /// Each fold has a row to judge by, and both classes to learn from.
    private void requireEnough(int folds) {
        if (rows.target().length < folds) {
            throw new DataException("Found " + rows.target().length + " rows to fit on, expected at least " + folds
                    + ", one for each fold of selection.folds.");
        }
        if (manifest.task() == Task.BINARY) {
            for (int label = 0; label < 2; label++) {
                int wanted = label;
                long count = Arrays.stream(rows.target())
                        .filter(target -> (int) target == wanted)
                        .count();
                if (count < folds) {
                    throw new DataException("Found " + count + " rows of class "
                            + manifest.target().classes().get(label) + " to fit on, expected at least " + folds
                            + ", one for each fold of selection.folds.");
                }
            }
        }
    }

    private Fold fold(int[] train, int[] validation) {
        RawTable trainRows = rows.features().select(train);
        FeaturePipeline pipeline = new PipelineFitter(
                        manifest.features(),
                        manifest.preprocessing(),
                        manifest.split().seed())
                .fit(trainRows);
        return new Fold(
                new TrainingMatrix(
                        pipeline.inputNames(),
                        Inputs.of(pipeline, trainRows),
                        pick(rows.target(), train),
                        pick(rows.weights(), train)),
                Inputs.of(pipeline, rows.features().select(validation)),
                pick(rows.target(), validation));
    }

    private static double[] pick(double[] values, int[] indices) {
        return IntStream.of(indices).mapToDouble(i -> values[i]).toArray();
    }

    /// All combinations of all grids, in the manifest's order.
    private List<Wanted> wanted() {
        List<Wanted> wanted = new ArrayList<>();
        for (SelectionSpec.Candidate candidate : manifest.selection().algorithms()) {
            List<Map<String, Object>> combinations = new ArrayList<>(List.of(Map.of()));
            candidate.grid().forEach((name, values) -> {
                List<Map<String, Object>> longer = new ArrayList<>();
                for (Map<String, Object> shorter : combinations) {
                    for (Object value : values) {
                        Map<String, Object> combination = new LinkedHashMap<>(shorter);
                        combination.put(name, value);
                        longer.add(combination);
                    }
                }
                combinations.clear();
                combinations.addAll(longer);
            });
            combinations.forEach(values -> wanted.add(new Wanted(candidate.algorithm(), new Parameters(values))));
        }
        return wanted;
    }

    private record Wanted(Algorithm algorithm, Parameters parameters) {}

    private record FoldScore(double validation, double train, double seconds) {}

    private static final class Fold {
        private final TrainingMatrix train;
        private final float[] validationInputs;
        private final double[] validationTarget;

        Fold(TrainingMatrix train, float[] validationInputs, double[] validationTarget) {
            this.train = train;
            this.validationInputs = validationInputs;
            this.validationTarget = validationTarget;
        }

        TrainingMatrix train() {
            return train;
        }

        float[] validationInputs() {
            return validationInputs;
        }

        double[] validationTarget() {
            return validationTarget;
        }
    }
}
