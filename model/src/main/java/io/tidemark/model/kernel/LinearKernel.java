package io.tidemark.model.kernel;

import java.util.Optional;

/// A linear model: `intercept + sum of weight * (input - centre)`; a missing input adds nothing, as one at its centre.
public final class LinearKernel implements SingleKernel {
    private final double intercept;
    private final double[] weights;
    private final double[] centres;

    /// @param weights `[inputs]`
    /// @param centres `[inputs]`, the inputs' means in training
    /// @throws IllegalArgumentException when the lengths differ or a number is not finite
    public LinearKernel(double intercept, double[] weights, double[] centres) {
        if (weights.length == 0 || weights.length != centres.length) {
            throw new IllegalArgumentException("The linear model is damaged: found " + weights.length + " weights and "
                    + centres.length + " centres, expected as many, and at least one.");
        }
        this.intercept = finite(intercept);
        this.weights = weights.clone();
        this.centres = centres.clone();
        for (int i = 0; i < weights.length; i++) {
            finite(weights[i]);
            finite(centres[i]);
        }
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "The linear model is damaged: found " + value + ", expected a finite number.");
        }
        return value;
    }

    @Override
    public int inputs() {
        return weights.length;
    }

    @Override
    public int scratchLength() {
        return 0;
    }

    @Override
    public double margin(float[] row, int[] scratch) {
        double sum = intercept;
        for (int i = 0; i < weights.length; i++) {
            if (!Float.isNaN(row[i])) {
                sum += weights[i] * (row[i] - centres[i]);
            }
        }
        return sum;
    }

    @Override
    public Optional<Explainer> explainer() {
        return Optional.of(new LinearExplainer(this));
    }

    double intercept() {
        return intercept;
    }

    double[] weights() {
        return weights.clone();
    }

    double[] centres() {
        return centres.clone();
    }
}
