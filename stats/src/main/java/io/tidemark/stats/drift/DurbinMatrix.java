package io.tidemark.stats.drift;

import java.util.Arrays;

/// The exact distribution function of the one-sample Kolmogorov-Smirnov distance, by Durbin's matrix.
///
/// As G. Marsaglia, W. W. Tsang and J. Wang evaluate it ("Evaluating Kolmogorov's distribution", Journal of
/// Statistical Software 8(18), 2003): one element of the n-th power of a matrix of 2 ceil(n d) - 1 rows. Powers are
/// scaled by powers of two on the way.
final class DurbinMatrix {
    /// Elements beyond 2^128 are scaled down by that factor.
    private static final int SCALE_BITS = 128;

    private static final double SCALE = Math.scalb(1.0, SCALE_BITS);

    /// A square matrix times a power of two.
    private static final class Scaled {
        private final double[][] elements;
        private final int exponent;

        Scaled(double[][] elements, int exponent) {
            this.elements = elements;
            this.exponent = exponent;
        }

        Scaled times(Scaled right) {
            int size = elements.length;
            double[][] product = new double[size][size];
            for (int i = 0; i < size; i++) {
                for (int k = 0; k < size; k++) {
                    double factor = elements[i][k];
                    for (int j = 0; j < size; j++) {
                        product[i][j] += factor * right.elements[k][j];
                    }
                }
            }
            return new Scaled(product, exponent + right.exponent).reduced();
        }

        private Scaled reduced() {
            int middle = elements.length / 2;
            if (elements[middle][middle] <= SCALE) {
                return this;
            }
            for (double[] row : elements) {
                Arrays.setAll(row, j -> row[j] / SCALE);
            }
            return new Scaled(elements, exponent + SCALE_BITS);
        }
    }

    private DurbinMatrix() {}

    /// Probability of a distance of `distance` or less.
    ///
    /// @param n rows, 1 or more
    /// @param distance above 1 / (2n) and below 1
    static double cdf(int n, double distance) {
        int k = (int) Math.ceil(n * distance);
        Scaled base = new Scaled(matrix(2 * k - 1, k - n * distance), 0);
        Scaled power = new Scaled(identity(2 * k - 1), 0);
        for (int rest = n; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                power = power.times(base);
            }
            if (rest > 1) {
                base = base.times(base);
            }
        }
        double probability = power.elements[k - 1][k - 1];
        int exponent = power.exponent;
        // Times n! / n^n.
        for (int i = 1; i <= n; i++) {
            probability = i * probability / n;
            if (probability < 1 / SCALE) {
                probability *= SCALE;
                exponent -= SCALE_BITS;
            }
        }
        return Math.clamp(Math.scalb(probability, exponent), 0, 1);
    }

    /// Elements 1 / (i - j + 1)! up to one above the diagonal, with corrections by `h` in the first column and last
    /// row.
    private static double[][] matrix(int size, double h) {
        double[] inverseFactorial = new double[size + 1];
        inverseFactorial[0] = 1;
        for (int i = 1; i <= size; i++) {
            inverseFactorial[i] = inverseFactorial[i - 1] / i;
        }
        double[][] matrix = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 1; j <= Math.min(i + 1, size - 1); j++) {
                matrix[i][j] = inverseFactorial[i - j + 1];
            }
            matrix[i][0] = (1 - Math.pow(h, i + 1.0)) * inverseFactorial[i + 1];
        }
        matrix[size - 1][0] =
                (1 - 2 * Math.pow(h, size) + Math.pow(Math.max(2 * h - 1, 0), size)) * inverseFactorial[size];
        for (int j = 1; j < size; j++) {
            matrix[size - 1][j] = matrix[size - 1 - j][0];
        }
        return matrix;
    }

    private static double[][] identity(int size) {
        double[][] identity = new double[size][size];
        for (int i = 0; i < size; i++) {
            identity[i][i] = 1;
        }
        return identity;
    }
}
