package io.tidemark.trainer.pipeline;

import io.tidemark.model.manifest.Algorithm;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.stats.metric.MetricDirection;
import io.tidemark.trainer.algorithm.FoldData;
import io.tidemark.trainer.algorithm.Growth;
import io.tidemark.trainer.algorithm.Learner;
import io.tidemark.trainer.algorithm.Learners;
import io.tidemark.trainer.algorithm.Parameters;
import io.tidemark.trainer.sweep.SweepObjective;
import io.tidemark.trainer.sweep.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A sweep's objective: the mean of a metric over the selection's folds.
///
/// A trial reports while its model grows on the first fold, and after each fold. What it reports is freed of how hard
/// the folds are: the difference to a reference candidate's scores on the same folds, plus its mean over all.
///
/// A boosted model whose number of trees the space leaves open grows on each fold until patience ends; the number is
/// then the one at which the mean over the folds is best.
final class FoldObjective implements SweepObjective {
    /// Steps of a trial: those of the first fold's growth stay below, then come the folds.
    static final int STEP_OF_FOLD = 1_000_000;

    /// Before so many hundredths of learning rate times trees nothing is said about a boosted model.
    static final int BOOSTED_WARMUP = 300;

    private static final long MOST_TREES = 1_000;
    private static final int TREES_BETWEEN_LOOKS = 10;
    private static final int LOOKS_AT_FOREST = 8;

    private final Folds folds;
    private final Judge judge;
    private final ModelManifest manifest;
    private final Algorithm algorithm;
    private final SweepSpaces spaces;
    private final int patience;
    private final double[] reference;

    /// @param reference the metric of one good candidate on each fold
    FoldObjective(
            Folds folds, Judge judge, Algorithm algorithm, SweepSpaces spaces, int patience, List<Double> reference) {
        this.folds = folds;
        this.judge = judge;
        this.manifest = judge.manifest();
        this.algorithm = algorithm;
        this.spaces = spaces;
        this.patience = patience;
        this.reference = reference.stream().mapToDouble(Double::doubleValue).toArray();
    }

    static boolean isBoosted(Algorithm algorithm) {
        return switch (algorithm) {
            case LIGHTGBM, GRADIENT_BOOSTING -> true;
            case RANDOM_FOREST, EXTRA_TREES, DECISION_TREE, RIDGE, LASSO, LOGISTIC -> false;
        };
    }

    /// Whether trials choose their number of trees themselves.
    private boolean choosesTrees() {
        return isBoosted(algorithm) && !spaces.varies(Candidate.TREES);
    }

    @Override
    public double evaluate(Trial trial) {
        Map<String, Object> values = new LinkedHashMap<>(spaces.parameters(trial.parameters()));
        if (choosesTrees()) {
            values.putIfAbsent(Candidate.TREES, MOST_TREES);
        }
        Parameters parameters = new Parameters(values);
        List<List<Double>> curves = new ArrayList<>();
        Best best = new Best(0, 0);
        for (int f = 0; f < folds.count(); f++) {
            List<Double> curve = curve(f, parameters, trial);
            if (curve.isEmpty()) {
                return Double.NaN;
            }
            curves.add(curve);
            best = best(curves);
            if (!trial.report((f + 1) * STEP_OF_FOLD, comparable(best.loss(), f))) {
                return Double.NaN;
            }
        }
        if (choosesTrees()) {
            trial.found(Candidate.TREES, (best.look() + 1L) * pace(parameters));
        }
        return value(best.loss());
    }

    /// Losses on a fold while the model grows, a look apart; empty when the trial was told to end.
    private List<Double> curve(int number, Parameters parameters, Trial trial) {
        FoldData fold = folds.all().get(number);
        Learner learner = Learners.of(algorithm, manifest);
        int size = learner.size(parameters);
        int pace = pace(parameters);
        List<Double> losses = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        int leastAt = 0;
        int lastStep = 0;
        try (Growth growth = learner.grow(fold, parameters, manifest.split().seed())) {
            for (int wanted = Math.min(pace, size); ; wanted = Math.min(wanted + pace, size)) {
                int reached = growth.grow(wanted);
                double loss = judge.loss(judge.value(fold.validationTarget(), growth.validationScores()));
                if (!Double.isFinite(loss)) {
                    throw new IllegalStateException(
                            judge.metric() + " is not defined on fold " + (number + 1) + " with " + wanted + " trees.");
                }
                losses.add(loss);
                if (loss < least) {
                    least = loss;
                    leastAt = wanted;
                }
                boolean isLast = wanted == size || reached < wanted;
                boolean isPatient = !choosesTrees() || wanted - leastAt < patience;
                if (isLast || !isPatient) {
                    return losses;
                }
                if (number == 0) {
                    lastStep = Math.max(lastStep + 1, step(parameters, wanted));
                    if (!trial.report(lastStep, comparable(loss, 0))) {
                        return List.of();
                    }
                }
            }
        }
    }

    /// How far a growing model is, the same for models of different learning rates: hundredths of learning rate times
    /// trees. Trees for a forest.
    private int step(Parameters parameters, int trees) {
        double step = isBoosted(algorithm) ? 100 * parameters.number("learning_rate", 0.1) * trees : trees;
        return (int) Math.min(STEP_OF_FOLD / 2, Math.round(step));
    }

    private int pace(Parameters parameters) {
        int size = Learners.of(algorithm, manifest).size(parameters);
        return isBoosted(algorithm) ? Math.min(size, TREES_BETWEEN_LOOKS) : Math.max(1, size / LOOKS_AT_FOREST);
    }

    private record Best(int look, double loss) {}

    /// Where the mean of the curves is least, or at their ends when the number of trees is given.
    private Best best(List<List<Double>> curves) {
        if (!choosesTrees()) {
            return new Best(
                    0, curves.stream().mapToDouble(List::getLast).average().orElseThrow());
        }
        int looks = curves.stream().mapToInt(List::size).min().orElseThrow();
        Best best = new Best(0, Double.POSITIVE_INFINITY);
        for (int i = 0; i < looks; i++) {
            int look = i;
            double mean = curves.stream()
                    .mapToDouble(curve -> curve.get(look))
                    .average()
                    .orElseThrow();
            if (mean < best.loss()) {
                best = new Best(look, mean);
            }
        }
        return best;
    }

    /// The value that a mean over the folds 0 to `last` stands for, had it been all folds.
    private double comparable(double loss, int last) {
        double ofSeen = 0;
        double ofAll = 0;
        for (int f = 0; f < reference.length; f++) {
            ofSeen += f <= last ? reference[f] / (last + 1) : 0;
            ofAll += reference[f] / reference.length;
        }
        return value(loss) - ofSeen + ofAll;
    }

    private double value(double loss) {
        return judge.direction() == MetricDirection.HIGHER_IS_BETTER ? -loss : loss;
    }
}
