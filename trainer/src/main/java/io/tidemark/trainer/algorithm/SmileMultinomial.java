package io.tidemark.trainer.algorithm;

import io.tidemark.model.kernel.ClassKernels;
import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.LinearKernel;
import io.tidemark.model.kernel.Link;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import smile.classification.LogisticRegression;

/// Logistic regression of several classes by Smile on standardised inputs, with an L2 penalty of `alpha` per row. The
/// last class is the one that the others are compared with: its margin is 0.
final class SmileMultinomial implements Learner {
    private static final double TOLERANCE = 1e-6;
    private static final int MAX_ITERATIONS = 1_000;

    private final int classes;

    /// @param classes number of classes, 3 or more
    SmileMultinomial(int classes) {
        this.classes = classes;
    }

    @Override
    public FittedModel fit(TrainingMatrix data, Parameters parameters, long seed, int threads) {
        TrainingMatrix rows = data.resampledByWeight(seed);
        InputScaling scaling = InputScaling.of(rows);
        double[][] inputs = new double[rows.rows()][];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = scaling.standardisedRow(rows.inputs(), i);
        }
        int[] codes =
                Arrays.stream(rows.target()).mapToInt(label -> (int) label).toArray();
        long found = Arrays.stream(codes).distinct().count();
        if (found != classes) {
            throw new IllegalArgumentException("Found rows of " + found + " classes to fit on, expected rows of all "
                    + classes + ": logistic regression cannot learn a class that it never sees.");
        }
        LogisticRegression.Multinomial model = LogisticRegression.multinomial(
                inputs,
                codes,
                new LogisticRegression.Options(
                        parameters.number("alpha", 0.01) * rows.rows(), TOLERANCE, MAX_ITERATIONS));
        List<LinearKernel> kernels = new ArrayList<>();
        for (double[] coefficients : model.coefficients()) {
            kernels.add(new LinearKernel(
                    coefficients[scaling.variedCount()],
                    scaling.unscaled(Arrays.copyOf(coefficients, scaling.variedCount())),
                    scaling.means()));
        }
        kernels.add(new LinearKernel(0, new double[data.width()], scaling.means()));
        return new Fitted(model, new ClassKernels(kernels), scaling);
    }

    private record Fitted(LogisticRegression.Multinomial model, Kernel kernel, InputScaling scaling)
            implements FittedModel {
        @Override
        public Link link() {
            return Link.SOFTMAX;
        }

        @Override
        public double[] libraryScores(float[] inputs, int rows) {
            int classes = kernel.outputs();
            double[] scores = new double[rows * classes];
            double[] ofRow = new double[classes];
            for (int i = 0; i < rows; i++) {
                int unused = model.predict(scaling.standardisedRow(inputs, i), ofRow);
                System.arraycopy(ofRow, 0, scores, i * classes, classes);
            }
            return scores;
        }

        @Override
        public void close() {}
    }
}
