package io.tidemark.trainer.algorithm;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Inputs and labels to fit. The arrays are not copied, and nobody changes them.
public final class TrainingMatrix {
    private final List<String> names;
    private final float[] inputs;
    private final double[] target;
    private final double[] weights;

    /// @param names names of the inputs
    /// @param inputs `[rows * inputs]`, row by row
    /// @param target `[rows]`; classes: their codes from 0
    /// @param weights `[rows]`, positive
    public TrainingMatrix(List<String> names, float[] inputs, double[] target, double[] weights) {
        if (inputs.length != names.size() * target.length || weights.length != target.length) {
            throw new IllegalArgumentException("Found " + inputs.length + " inputs and " + weights.length
                    + " weights for " + target.length + " rows of " + names.size() + " inputs.");
        }
        this.names = List.copyOf(names);
        this.inputs = inputs;
        this.target = target;
        this.weights = weights;
    }

    /// Names of the inputs.
    public List<String> names() {
        return names;
    }

    /// Number of inputs.
    public int width() {
        return names.size();
    }

    /// Number of rows.
    public int rows() {
        return target.length;
    }

    /// `[rows * width]`, row by row; not a copy.
    public float[] inputs() {
        return inputs;
    }

    /// `[rows]`; not a copy.
    public double[] target() {
        return target;
    }

    /// `[rows]`; not a copy.
    public double[] weights() {
        return weights;
    }

    /// One input of one row.
    public float input(int row, int column) {
        return inputs[row * names.size() + column];
    }

    /// True when all rows weigh the same.
    public boolean isUnweighted() {
        return Arrays.stream(weights).allMatch(weight -> weight == weights[0]);
    }

    /// For libraries that know no weights: as many rows drawn with probabilities by weight, all of weight 1.
    TrainingMatrix resampledByWeight(long seed) {
        if (isUnweighted()) {
            return this;
        }
        double[] cumulative = weights.clone();
        Arrays.parallelPrefix(cumulative, Double::sum);
        double total = cumulative[cumulative.length - 1];
        SplittableRandom random = new SplittableRandom(seed);
        float[] drawn = new float[inputs.length];
        double[] drawnTarget = new double[target.length];
        for (int i = 0; i < target.length; i++) {
            int found = Arrays.binarySearch(cumulative, random.nextDouble() * total);
            int row = Math.min(found < 0 ? -found - 1 : found, target.length - 1);
            System.arraycopy(inputs, row * width(), drawn, i * width(), width());
            drawnTarget[i] = target[row];
        }
        double[] ones = new double[target.length];
        Arrays.fill(ones, 1);
        return new TrainingMatrix(names, drawn, drawnTarget, ones);
    }
}
