package io.tidemark.trainer.pipeline;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.algorithm.FoldData;
import io.tidemark.trainer.algorithm.Growth;
import io.tidemark.trainer.algorithm.Learners;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/// Compares all candidates by cross-validation, fold by fold. After each fold those that have no hope any more are
/// stopped, see [Race]. Candidates that differ in their number of trees only are one model, looked at at each age.
final class Selection {
    private final ModelManifest manifest;
    private final Folds folds;
    private final Workers workers;
    private final RunListener listener;
    private final Judge judge;
    private final Judge objective;

    /// @param objective the metric that a sweep will look at
    Selection(ModelManifest manifest, Folds folds, Workers workers, RunListener listener, String objective) {
        this.manifest = manifest;
        this.folds = folds;
        this.workers = workers;
        this.listener = listener;
        this.judge = new Judge(manifest, manifest.selection().metric());
        this.objective = new Judge(manifest, objective);
    }

    /// All candidates, best first.
    ///
    /// @throws IllegalArgumentException when none of them can be fitted; says why the first one cannot
    SelectionResult run() {
        List<Race.Runner> runners = Candidate.of(manifest.selection()).stream()
                .map(candidate -> new Race.Runner(candidate, judge))
                .toList();
        Race race = new Race(judge, runners, folds.count(), manifest.selection().race());
        for (int f = 0; f < folds.count(); f++) {
            runFold(f, race);
            race.judgeAfter(f + 1);
        }
        requireOne(runners);
        List<CandidateScore> scores = new ArrayList<>(runners.stream()
                .map(runner -> CandidateScore.of(
                        runner.candidate(),
                        runner.scores(),
                        runner.end(),
                        judge,
                        manifest.selection().overfit()))
                .toList());
        scores.sort(bestFirst());
        return new SelectionResult(judge.metric(), judge.direction(), objective.metric(), folds.count(), scores);
    }

    /// One candidate on all folds.
    CandidateScore score(Candidate candidate) {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        List<Race.Runner> byFold = new ArrayList<>();
        for (FoldData fold : folds.all()) {
            Race.Runner ofFold = new Race.Runner(candidate, judge);
            byFold.add(ofFold);
            tasks.add(() -> {
                grow(List.of(ofFold), fold, 0);
                return true;
            });
        }
        List<Boolean> unused = workers.all(tasks);
        List<FoldScore> scores = new ArrayList<>();
        for (Race.Runner ofFold : byFold) {
            if (!ofFold.isRunning()) {
                throw new IllegalStateException(candidate + " " + ofFold.end().words());
            }
            scores.add(ofFold.scores().getFirst());
        }
        return CandidateScore.of(
                candidate,
                scores,
                new CandidateEnd.Complete(),
                judge,
                manifest.selection().overfit());
    }

    /// Complete ones by their mean, then those that were stopped, the later the better, then failures.
    private Comparator<CandidateScore> bestFirst() {
        return Comparator.<CandidateScore>comparingInt(score -> score.end() instanceof CandidateEnd.Failed ? 1 : 0)
                .thenComparingInt(score -> -score.folds().size())
                .thenComparingDouble(score -> judge.loss(score.mean()));
    }

    private static void requireOne(List<Race.Runner> runners) {
        for (Race.Runner runner : runners) {
            if (!(runner.end() instanceof CandidateEnd.Failed)) {
                return;
            }
        }
        Race.Runner first = runners.getFirst();
        throw new IllegalArgumentException("None of the " + runners.size()
                + " candidates of selection.algorithms could be used; the first, " + first.candidate() + ", "
                + first.end().words());
    }

    private void runFold(int number, Race race) {
        FoldData fold = folds.all().get(number);
        Map<Candidate, List<Race.Runner>> byModel = new LinkedHashMap<>();
        race.running()
                .forEach(runner -> byModel.computeIfAbsent(runner.candidate().withoutTrees(), key -> new ArrayList<>())
                        .add(runner));
        List<List<Race.Runner>> models = new ArrayList<>(byModel.values());
        models.forEach(model -> model.sort(Comparator.comparingInt(this::size)));
        // The longest first: at the end of a fold everybody waits for the last.
        models.sort(Comparator.comparingDouble(model -> -model.getLast().expectedSeconds(size(model.getLast()))));
        announce(number, race.running().size());
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (List<Race.Runner> model : models) {
            tasks.add(() -> {
                grow(model, fold, number);
                return true;
            });
        }
        List<Boolean> unused = workers.all(tasks);
    }

    private int size(Race.Runner runner) {
        return runner.candidate().size(manifest);
    }

    private void announce(int fold, int running) {
        double begins = RunListener.Step.SELECT.begins();
        double ends = (manifest.sweep().isPresent() ? RunListener.Step.SWEEP : RunListener.Step.FIT).begins();
        double share = (double) fold / folds.count();
        listener.onProgress(
                RunListener.Step.SELECT,
                "fold " + (fold + 1) + " of " + folds.count() + ", " + running + " candidates",
                begins + share * (ends - begins));
    }

    /// Grows one model through the sizes of its candidates.
    private void grow(List<Race.Runner> model, FoldData fold, int number) {
        long start = System.nanoTime();
        Candidate largest = model.getLast().candidate();
        try (Growth growth = Learners.of(largest.algorithm(), manifest)
                .grow(fold, largest.parameters(), manifest.split().seed())) {
            for (Race.Runner runner : model) {
                int unused = growth.grow(size(runner));
                double[] scores = growth.validationScores();
                double validation = judge.value(fold.validationTarget(), scores);
                if (!Double.isFinite(validation)) {
                    runner.fail(judge.metric() + " is " + validation + " on the validation rows");
                } else {
                    runner.add(
                            new FoldScore(
                                    validation,
                                    judge.value(fold.train().target(), growth.trainScores()),
                                    objective.value(fold.validationTarget(), scores),
                                    (System.nanoTime() - start) / 1e9),
                            judge.blockLosses(fold.validationTarget(), scores));
                }
            }
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            // Smaller sizes that were scored before it are as good as ever.
            model.stream()
                    .filter(runner -> runner.scores().size() <= number)
                    .forEach(runner -> runner.fail(String.valueOf(e.getMessage())));
        }
    }
}
