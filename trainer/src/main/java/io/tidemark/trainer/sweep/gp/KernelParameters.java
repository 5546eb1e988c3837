package io.tidemark.trainer.sweep.gp;

import java.util.Arrays;

/// Parameters of the kernel: a length scale per dimension, the variance of the function and that of the noise.
public final class KernelParameters {
    private final double[] lengthScales;
    private final double variance;
    private final double noise;

    /// @param lengthScales above 0, in units of the cube's edge
    /// @param variance of the function around its mean, above 0
    /// @param noise variance of what is observed around the function, 0 or more
    public KernelParameters(double[] lengthScales, double variance, double noise) {
        if (!(variance > 0) || !(noise >= 0) || Arrays.stream(lengthScales).anyMatch(l -> !(l > 0))) {
            throw new IllegalArgumentException("Found length scales " + Arrays.toString(lengthScales) + ", variance "
                    + variance + " and noise " + noise + ", expected numbers above 0.");
        }
        this.lengthScales = lengthScales.clone();
        this.variance = variance;
        this.noise = noise;
    }

    /// From logarithms: the length scales, then variance and noise.
    static KernelParameters ofLogs(double[] logs) {
        double[] lengthScales = new double[logs.length - 2];
        Arrays.setAll(lengthScales, d -> StrictMath.exp(logs[d]));
        return new KernelParameters(
                lengthScales, StrictMath.exp(logs[logs.length - 2]), StrictMath.exp(logs[logs.length - 1]));
    }

    /// The length scales.
    public double[] lengthScales() {
        return lengthScales.clone();
    }

    /// Variance of the function.
    public double variance() {
        return variance;
    }

    /// Variance of the noise.
    public double noise() {
        return noise;
    }

    /// 1 / length scale^2, per dimension.
    double[] weights() {
        double[] weights = new double[lengthScales.length];
        Arrays.setAll(weights, d -> 1 / (lengthScales[d] * lengthScales[d]));
        return weights;
    }

    @Override
    public String toString() {
        return "length scales " + Arrays.toString(lengthScales) + ", variance " + variance + ", noise " + noise;
    }
}
