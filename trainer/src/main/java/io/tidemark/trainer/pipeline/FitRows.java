package io.tidemark.trainer.pipeline;

import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.RetrainSpec;
import io.tidemark.trainer.data.ReplayedRows;
import io.tidemark.trainer.data.TrainingTable;
import io.tidemark.trainer.step.StepKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// The rows of a run by use: those that are fitted on, with weights, and those that judge.
///
/// Replayed rows are split by time: the newest fifth judges, the rest is fitted on. When there are enough of them, they
/// judge alone, and together weigh the share that the manifest says: what the world is like now counts, not what it
/// was.
final class FitRows {
    private static final double NEWEST_SHARE = 0.2;

    private final RawTable features;
    private final double[] target;
    private final double[] weights;
    private final RawTable judgedFeatures;
    private final double[] judgedTarget;
    private final String[] judgedIds;
    private final RawTable reference;
    private final boolean recent;

    private FitRows(
            RawTable features,
            double[] target,
            double[] weights,
            RawTable judgedFeatures,
            double[] judgedTarget,
            String[] judgedIds,
            RawTable reference,
            boolean recent) {
        this.features = features;
        this.target = target;
        this.weights = weights;
        this.judgedFeatures = judgedFeatures;
        this.judgedTarget = judgedTarget;
        this.judgedIds = judgedIds;
        this.reference = reference;
        this.recent = recent;
    }

    static FitRows of(TrainingTable base, RowSplit split, Optional<ReplayedRows> replay, RetrainSpec spec) {
        int[] train = split.train();
        RawTable baseTrain = base.features().select(train);
        if (replay.isEmpty() || replay.get().table().rows() < spec.minReplayRows()) {
            int[] test = split.test();
            return new FitRows(
                    baseTrain,
                    base.targets(train),
                    ones(train.length),
                    base.features().select(test),
                    base.targets(test),
                    ids(base, test),
                    baseTrain,
                    false);
        }
        TrainingTable newer = replay.get().table();
        int fitted = newer.rows() - (int) Math.ceil(NEWEST_SHARE * newer.rows());
        int[] fit = IntStream.range(0, fitted).toArray();
        int[] judge = IntStream.range(fitted, newer.rows()).toArray();
        RawTable newerTrain = newer.features().select(fit);
        return new FitRows(
                joined(baseTrain, newerTrain),
                joined(base.targets(train), newer.targets(fit)),
                weights(train.length, fitted, spec.replayShare()),
                newer.features().select(judge),
                newer.targets(judge),
                ids(newer, judge),
                newerTrain,
                true);
    }

    /// Raw rows to fit on.
    RawTable features() {
        return features;
    }

    /// Labels to fit on.
    double[] target() {
        return target;
    }

    /// Weights of the rows to fit on; their mean is 1.
    double[] weights() {
        return weights;
    }

    /// Raw rows that judge; no row that was fitted on is among them.
    RawTable judgedFeatures() {
        return judgedFeatures;
    }

    /// Their labels.
    double[] judgedTarget() {
        return judgedTarget;
    }

    /// Their names.
    String[] judgedIds() {
        return judgedIds;
    }

    /// Raw rows that say what is normal: the reference of drift.
    RawTable reference() {
        return reference;
    }

    /// True when the rows that judge are recent ones from the log.
    boolean areRecent() {
        return recent;
    }

    /// Adds everything that is fitted on to a step's key.
    StepKey addTo(StepKey key) {
        for (int c = 0; c < features.features(); c++) {
            key.withNumbers(features.column(c));
        }
        return key.withNumbers(target).withNumbers(weights);
    }

    private static double[] weights(int base, int replayed, double replayShare) {
        double total = base + replayed;
        double[] weights = new double[base + replayed];
        Arrays.fill(weights, 0, base, base == 0 ? 0 : Math.max(1e-6, (1 - replayShare) * total / base));
        Arrays.fill(weights, base, base + replayed, Math.max(1e-6, replayShare * total / replayed));
        return weights;
    }

    private static RawTable joined(RawTable first, RawTable second) {
        int features = first.features();
        double[][] columns = new double[features][];
        for (int c = 0; c < features; c++) {
            columns[c] = joined(first.column(c), second.column(c));
        }
        return new RawTable(columns, first.rows() + second.rows());
    }

    private static double[] joined(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static String[] ids(TrainingTable table, int[] rows) {
        return Arrays.stream(rows).mapToObj(table::id).toArray(String[]::new);
    }
}
