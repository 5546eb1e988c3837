package io.tidemark.trainer.sweep.gp;

import java.util.Arrays;
import java.util.SplittableRandom;

/// What is believed of the kernel's parameters before any data: independent normal laws of their logarithms, in wide
/// limits.
///
/// Length scales grow with the root of the number of dimensions, as distances do (C. Hvarfner, E. Hellsten and L.
/// Nardi, "Vanilla Bayesian Optimization Performs Great in High Dimensions", ICML 2024). How long and how sure was
/// chosen on the test functions of the sweep's benchmark, with other seeds: shorter and surer than theirs, which
/// keeps the first suggestions from running to the cube's corners.
final class KernelPrior {
    /// For one dimension: about a sixth of the edge.
    private static final double LENGTH_MEAN = -1.8;

    private static final double LENGTH_DEVIATION = 0.5;
    private static final double VARIANCE_DEVIATION = 1;
    private static final double NOISE_MEAN = -9;
    private static final double NOISE_DEVIATION = 2;
    private static final double START_SPREAD = 1.5;
    private static final double[] LENGTH_LIMITS = {0.02, 50};
    private static final double[] VARIANCE_LIMITS = {0.05, 50};
    private static final double[] NOISE_LIMITS = {1e-7, 1};

    private final double[] means;
    private final double[] deviations;
    private final double[] low;
    private final double[] high;

    private KernelPrior(int dimensions) {
        int n = dimensions + 2;
        means = new double[n];
        deviations = new double[n];
        low = new double[n];
        high = new double[n];
        for (int d = 0; d < dimensions; d++) {
            set(d, LENGTH_MEAN + 0.5 * StrictMath.log(dimensions), LENGTH_DEVIATION, LENGTH_LIMITS);
        }
        set(dimensions, 0, VARIANCE_DEVIATION, VARIANCE_LIMITS);
        set(dimensions + 1, NOISE_MEAN, NOISE_DEVIATION, NOISE_LIMITS);
    }

    static KernelPrior of(int dimensions) {
        return new KernelPrior(dimensions);
    }

    private void set(int index, double mean, double deviation, double[] limits) {
        means[index] = mean;
        deviations[index] = deviation;
        low[index] = StrictMath.log(limits[0]);
        high[index] = StrictMath.log(limits[1]);
    }

    /// Minus the log density, up to a constant; adds its gradient.
    double penalty(double[] logs, double[] gradient) {
        double sum = 0;
        for (int i = 0; i < logs.length; i++) {
            double z = (logs[i] - means[i]) / deviations[i];
            sum += z * z / 2;
            gradient[i] += z / deviations[i];
        }
        return sum;
    }

    /// The logarithms that are most likely.
    double[] mode() {
        double[] mode = means.clone();
        for (int i = 0; i < mode.length; i++) {
            mode[i] = Math.clamp(mode[i], low[i], high[i]);
        }
        return mode;
    }

    /// Random logarithms to start a search from.
    double[] draw(SplittableRandom random) {
        double[] logs = mode();
        for (int i = 0; i < logs.length; i++) {
            logs[i] += START_SPREAD * deviations[i] * (2 * random.nextDouble() - 1);
        }
        return logs;
    }

    double[] low() {
        return low.clone();
    }

    double[] high() {
        return high.clone();
    }

    @Override
    public String toString() {
        return "logs around " + Arrays.toString(means) + ", deviations " + Arrays.toString(deviations);
    }
}
