package io.tidemark.stats.expect;

import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.quantile.BucketCounts;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// Confidence-based estimation of a binary classification: a prediction of probability p counts as p positive and 1 - p
/// negative rows.
///
/// Probabilities are counted in 1,000 bins of equal width and stand in the middle of theirs: each is off by 0.0005 at
/// most, so is the Brier score's root, and the area under the curve takes rows of one bin for ties.
public final class ExpectedBinary implements ExpectedQuality {
    static final byte KIND = 'p';
    private static final int BINS = 1_000;

    private final BucketCounts counts = new BucketCounts();
    private long rows;

    /// Takes a prediction.
    ///
    /// @param probability of class 1; one outside 0 to 1, or NaN, is left out
    public void add(double probability) {
        if (probability >= 0 && probability <= 1) {
            counts.add(bin(probability), 1);
            rows++;
        }
    }

    private static int bin(double probability) {
        return Math.min(BINS - 1, (int) (probability * BINS));
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public void merge(ExpectedQuality other) {
        if (!(other instanceof ExpectedBinary that)) {
            throw ExpectedQuality.otherTask(other, this);
        }
        counts.merge(that.counts);
        rows += that.rows;
    }

    /// What is to be expected: accuracy, precision, recall, f1, auc, log_loss and brier, where they are defined;
    /// nothing without predictions.
    ///
    /// @param threshold probability from which on class 1 is predicted, to a thousandth
    /// @param calibration from the model's probability to how often class 1 is true at it
    public Map<Metric, Double> estimate(double threshold, DoubleUnaryOperator calibration) {
        Map<Metric, Double> estimates = new EnumMap<>(Metric.class);
        if (rows == 0) {
            return estimates;
        }
        int decidedFrom = (int) Math.ceil(threshold * BINS - 1e-9);
        double hits = 0;
        double answered = 0;
        double positives = 0;
        double right = 0;
        double wins = 0;
        double negativesBelow = 0;
        double logLoss = 0;
        double brier = 0;
        for (int bin = counts.first(); bin < counts.end(); bin++) {
            double count = counts.get(bin);
            double score = (bin + 0.5) / BINS;
            double truth = Math.clamp(calibration.applyAsDouble(score), 0.0, 1.0);
            double positive = count * truth;
            double negative = count - positive;
            boolean isAnswered = bin >= decidedFrom;
            hits += isAnswered ? positive : 0;
            answered += isAnswered ? count : 0;
            right += isAnswered ? positive : negative;
            wins += positive * (negativesBelow + negative / 2);
            negativesBelow += negative;
            positives += positive;
            logLoss -= positive * Math.log(score) + negative * Math.log1p(-score);
            brier += positive * (1 - score) * (1 - score) + negative * score * score;
        }
        estimates.put(Metric.ACCURACY, right / rows);
        estimates.put(Metric.PRECISION, answered == 0 ? 0 : hits / answered);
        estimates.put(Metric.RECALL, positives == 0 ? 0 : hits / positives);
        estimates.put(Metric.F1, hits == 0 ? 0 : 2 * hits / (answered + positives));
        if (positives > 0 && negativesBelow > 0) {
            estimates.put(Metric.AUC, wins / positives / negativesBelow);
        }
        estimates.put(Metric.LOG_LOSS, logLoss / rows);
        estimates.put(Metric.BRIER, brier / rows);
        return estimates;
    }

    @Override
    public byte[] toBytes() {
        StateWriter out = ExpectedQuality.writer(KIND);
        int first = counts.first();
        int end = counts.end();
        while (first < end && counts.get(first) == 0) {
            first++;
        }
        while (end > first && counts.get(end - 1) == 0) {
            end--;
        }
        out.writeCount(first);
        out.writeCount(end - first);
        for (int bin = first; bin < end; bin++) {
            out.writeCount(counts.get(bin));
        }
        return out.toBytes();
    }

    /// Reads what follows the kind.
    static ExpectedBinary readFrom(StateReader in) {
        ExpectedBinary read = new ExpectedBinary();
        int first = in.readCount(BINS, "first bin");
        int used = in.readCount(BINS - first, "number of bins");
        for (int i = 0; i < used; i++) {
            long count = in.readCount();
            read.counts.add(first + i, count);
            read.rows += count;
        }
        return read;
    }
}
