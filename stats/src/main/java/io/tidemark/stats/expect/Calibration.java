package io.tidemark.stats.expect;

import io.tidemark.stats.metric.CalibrationBin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// How often class 1 was true at a model's probabilities: straight lines through what labelled rows show by bins of
/// probability, made to rise where chance has it fall (pool adjacent violators). Beyond the outermost bins the
/// difference stays what it is there.
///
/// A bin's share differs from its probabilities by chance, too. How far the bins differ beyond it is estimated from all
/// of them (the moments of DerSimonian and Laird), and each difference counts by the part of it that is not chance:
/// what is right within chance stays as it is, which is closer to the truth than a correction by noise.
public final class Calibration implements DoubleUnaryOperator {
    /// Fewer rows say nothing.
    private static final long LEAST_ROWS = 50;

    private final double[] predicted;
    private final double[] actual;

    private Calibration(List<Pool> pools) {
        predicted = pools.stream().mapToDouble(Pool::predicted).toArray();
        actual = pools.stream().mapToDouble(Pool::actual).toArray();
    }

    /// What bins of labelled rows show; with too few rows, probabilities are taken as they are.
    public static DoubleUnaryOperator of(List<CalibrationBin> bins) {
        List<CalibrationBin> known =
                bins.stream().filter(bin -> bin.rows() >= LEAST_ROWS).toList();
        double excess = excess(known);
        List<Pool> pools = new ArrayList<>();
        for (CalibrationBin bin : known) {
            double part = excess / (excess + chance(bin));
            Pool pool = new Pool(
                    bin.rows(),
                    bin.meanPredicted(),
                    bin.meanPredicted() + part * (bin.shareActual() - bin.meanPredicted()));
            while (!pools.isEmpty() && pools.getLast().actual() >= pool.actual()) {
                pool = pools.removeLast().and(pool);
            }
            pools.add(pool);
        }
        return pools.isEmpty() ? DoubleUnaryOperator.identity() : new Calibration(pools);
    }

    /// Variance of a bin's share around its probabilities if these are right. It takes neither end for certain: half a
    /// row of each class more.
    private static double chance(CalibrationBin bin) {
        double share = (bin.rows() * bin.meanPredicted() + 0.5) / (bin.rows() + 1);
        return share * (1 - share) / bin.rows();
    }

    /// Variance of the differences that is not chance; 0 where chance explains them all.
    private static double excess(List<CalibrationBin> bins) {
        double weights = 0;
        double spread = 0;
        for (CalibrationBin bin : bins) {
            double difference = bin.shareActual() - bin.meanPredicted();
            weights += 1 / chance(bin);
            spread += difference * difference / chance(bin);
        }
        return bins.isEmpty() ? 0 : Math.max(0, (spread - bins.size()) / weights);
    }

    @Override
    public double applyAsDouble(double probability) {
        int last = predicted.length - 1;
        if (probability <= predicted[0]) {
            return Math.clamp(probability + actual[0] - predicted[0], 0, 1);
        }
        if (probability >= predicted[last]) {
            return Math.clamp(probability + actual[last] - predicted[last], 0, 1);
        }
        int above = 1;
        while (predicted[above] < probability) {
            above++;
        }
        double share = (probability - predicted[above - 1]) / (predicted[above] - predicted[above - 1]);
        return actual[above - 1] + share * (actual[above] - actual[above - 1]);
    }

    private record Pool(double rows, double predicted, double actual) {
        Pool and(Pool other) {
            double all = rows + other.rows;
            return new Pool(
                    all,
                    (rows * predicted + other.rows * other.predicted) / all,
                    (rows * actual + other.rows * other.actual) / all);
        }
    }
}
