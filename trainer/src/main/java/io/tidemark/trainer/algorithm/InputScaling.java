package io.tidemark.trainer.algorithm;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Means and spreads of the inputs. Linear algebra needs inputs that vary: constant ones are left out and get weight 0.
final class InputScaling {
    private final double[] means;
    private final double[] deviations;
    private final int[] varied;

    private InputScaling(double[] means, double[] deviations) {
        this.means = means;
        this.deviations = deviations;
        this.varied = IntStream.range(0, deviations.length)
                .filter(i -> deviations[i] > 0)
                .toArray();
        if (varied.length == 0) {
            throw new IllegalArgumentException("Found only constant inputs, expected at least one that varies.");
        }
    }

    static InputScaling of(TrainingMatrix data) {
        double[] means = new double[data.width()];
        double[] deviations = new double[data.width()];
        for (int c = 0; c < means.length; c++) {
            double sum = 0;
            for (int r = 0; r < data.rows(); r++) {
                sum += data.input(r, c);
            }
            means[c] = sum / data.rows();
            double squares = 0;
            for (int r = 0; r < data.rows(); r++) {
                double difference = data.input(r, c) - means[c];
                squares += difference * difference;
            }
            deviations[c] = Math.sqrt(squares / data.rows());
        }
        return new InputScaling(means, deviations);
    }

    /// Means of all inputs.
    double[] means() {
        return means.clone();
    }

    /// The matrix without its constant inputs.
    TrainingMatrix varied(TrainingMatrix data) {
        float[] inputs = new float[data.rows() * varied.length];
        for (int r = 0; r < data.rows(); r++) {
            for (int i = 0; i < varied.length; i++) {
                inputs[r * varied.length + i] = data.input(r, varied[i]);
            }
        }
        List<String> names = new ArrayList<>();
        for (int column : varied) {
            names.add(data.names().get(column));
        }
        return new TrainingMatrix(names, inputs, data.target(), data.weights());
    }

    /// One row without its constant inputs.
    double[] variedRow(float[] inputs, int row) {
        double[] values = new double[varied.length];
        for (int i = 0; i < varied.length; i++) {
            values[i] = inputs[row * means.length + varied[i]];
        }
        return values;
    }

    /// One row, standardised, without its constant inputs.
    double[] standardisedRow(float[] inputs, int row) {
        double[] values = variedRow(inputs, row);
        for (int i = 0; i < varied.length; i++) {
            values[i] = (values[i] - means[varied[i]]) / deviations[varied[i]];
        }
        return values;
    }

    /// Weights of the varied inputs as weights of all inputs.
    double[] spread(double[] weights) {
        double[] all = new double[means.length];
        for (int i = 0; i < varied.length; i++) {
            all[varied[i]] = weights[i];
        }
        return all;
    }

    /// Weights of standardised inputs as weights of the inputs as they are.
    double[] unscaled(double[] weights) {
        double[] all = spread(weights);
        for (int i = 0; i < all.length; i++) {
            all[i] = all[i] == 0 ? 0 : all[i] / deviations[i];
        }
        return all;
    }

    int variedCount() {
        return varied.length;
    }
}
