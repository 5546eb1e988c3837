package io.tidemark.stats.expect;

import io.tidemark.stats.metric.CalibrationBin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// How often class 1 was true at a model's probabilities: straight lines through what labelled rows show by bins of
/// probability, made to rise where chance has it fall (pool adjacent violators). Beyond the outermost bins the
/// difference stays what it is there.
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
        List<Pool> pools = new ArrayList<>();
        for (CalibrationBin bin : bins) {
            if (bin.rows() < LEAST_ROWS) {
                continue;
            }
            Pool pool = new Pool(bin.rows(), bin.meanPredicted(), bin.shareActual());
            while (!pools.isEmpty() && pools.getLast().actual() >= pool.actual()) {
                pool = pools.removeLast().and(pool);
            }
            pools.add(pool);
        }
        return pools.isEmpty() ? DoubleUnaryOperator.identity() : new Calibration(pools);
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
