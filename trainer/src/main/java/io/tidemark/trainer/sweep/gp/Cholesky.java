package io.tidemark.trainer.sweep.gp;

import java.util.Arrays;

/// The factor L of a symmetric positive definite matrix, L L' = A.
final class Cholesky {
    private final int n;
    /// Row by row, `[row * n + column]`; above the diagonal 0.
    private final double[] factor;

    private Cholesky(int n, double[] factor) {
        this.n = n;
        this.factor = factor;
    }

    /// Factors a matrix; only its lower half is read.
    ///
    /// @param matrix `[row * n + column]`
    /// @throws ArithmeticException when the matrix is not positive definite to working precision
    static Cholesky of(double[] matrix, int n) {
        double[] l = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i * n + j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i * n + k] * l[j * n + k];
                }
                if (i == j) {
                    if (!(sum > 0)) {
                        throw new ArithmeticException("Row " + i + " makes the matrix not positive definite.");
                    }
                    l[i * n + i] = Math.sqrt(sum);
                } else {
                    l[i * n + j] = sum / l[j * n + j];
                }
            }
        }
        return new Cholesky(n, l);
    }

    /// Solves L x = b in place.
    void solveLower(double[] b) {
        for (int i = 0; i < n; i++) {
            double sum = b[i];
            for (int k = 0; k < i; k++) {
                sum -= factor[i * n + k] * b[k];
            }
            b[i] = sum / factor[i * n + i];
        }
    }

    /// Solves L' x = b in place.
    void solveUpper(double[] b) {
        for (int i = n - 1; i >= 0; i--) {
            double value = b[i] / factor[i * n + i];
            b[i] = value;
            for (int k = 0; k < i; k++) {
                b[k] -= factor[i * n + k] * value;
            }
        }
    }

    /// A^-1, `[row * n + column]`.
    double[] inverse() {
        // Columns of L^-1, each 0 above its own row.
        double[] lower = new double[n * n];
        for (int c = 0; c < n; c++) {
            lower[c * n + c] = 1 / factor[c * n + c];
            for (int i = c + 1; i < n; i++) {
                double sum = 0;
                for (int k = c; k < i; k++) {
                    sum -= factor[i * n + k] * lower[c * n + k];
                }
                lower[c * n + i] = sum / factor[i * n + i];
            }
        }
        double[] inverse = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = i; k < n; k++) {
                    sum += lower[i * n + k] * lower[j * n + k];
                }
                inverse[i * n + j] = sum;
                inverse[j * n + i] = sum;
            }
        }
        return inverse;
    }

    /// ln det A.
    double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += StrictMath.log(factor[i * n + i]);
        }
        return 2 * sum;
    }

    @Override
    public String toString() {
        return Arrays.toString(factor);
    }
}
