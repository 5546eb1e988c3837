package io.tidemark.trainer.sweep.gp;

/// How well kernel parameters explain what was observed (Rasmussen and Williams, equations 2.30 and 5.9):
/// ln p(y) = -1/2 y' K^-1 y - 1/2 ln det K - n/2 ln 2 pi.
final class MarginalLikelihood {
    private static final double LN_TWO_PI = StrictMath.log(2 * Math.PI);

    private final double[] y;
    private final int n;
    private final int dimensions;
    /// Squared distances per dimension, `[pair][dimension]`; pairs (i, j) with j < i, row by row.
    private final double[][] squares;

    MarginalLikelihood(double[][] x, boolean[] isNominal, double[] y) {
        this.y = y;
        n = y.length;
        dimensions = isNominal.length;
        squares = new double[n * (n - 1) / 2][dimensions];
        int pair = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++, pair++) {
                for (int d = 0; d < dimensions; d++) {
                    double distance = Matern.distance(x[i][d], x[j][d], isNominal[d]);
                    squares[pair][d] = distance * distance;
                }
            }
        }
    }

    /// ln p(y); minus infinity when the kernel's matrix is singular to working precision.
    ///
    /// @param logs logarithms of length scales, variance and noise
    /// @param gradient is set to the derivatives by `logs`
    double value(double[] logs, double[] gradient) {
        KernelParameters parameters = KernelParameters.ofLogs(logs);
        double[] weights = parameters.weights();
        double[] matrix = new double[n * n];
        double[] slopes = new double[squares.length];
        int pair = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++, pair++) {
                double squared = 0;
                for (int d = 0; d < dimensions; d++) {
                    squared += weights[d] * squares[pair][d];
                }
                matrix[i * n + j] = parameters.variance() * Matern.value(squared);
                slopes[pair] = parameters.variance() * Matern.slope(squared);
            }
            matrix[i * n + i] = parameters.variance() + parameters.noise();
        }
        Cholesky factor;
        try {
            factor = Cholesky.of(matrix, n);
        } catch (ArithmeticException singular) {
            return Double.NEGATIVE_INFINITY;
        }
        double[] alpha = y.clone();
        factor.solveLower(alpha);
        double fit = 0;
        for (double v : alpha) {
            fit += v * v;
        }
        factor.solveUpper(alpha);
        gradient(parameters, weights, factor.inverse(), alpha, matrix, slopes, gradient);
        return -0.5 * (fit + factor.logDeterminant() + n * LN_TWO_PI);
    }

    /// 1/2 trace((alpha alpha' - K^-1) dK), for each parameter.
    private void gradient(
            KernelParameters parameters,
            double[] weights,
            double[] inverse,
            double[] alpha,
            double[] matrix,
            double[] slopes,
            double[] gradient) {
        java.util.Arrays.fill(gradient, 0);
        double ofVariance = 0;
        double ofNoise = 0;
        int pair = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++, pair++) {
                double both = alpha[i] * alpha[j] - inverse[i * n + j];
                double common = both * slopes[pair];
                for (int d = 0; d < dimensions; d++) {
                    gradient[d] += common * squares[pair][d];
                }
                ofVariance += both * matrix[i * n + j];
            }
            double own = 0.5 * (alpha[i] * alpha[i] - inverse[i * n + i]);
            ofVariance += own * parameters.variance();
            ofNoise += own * parameters.noise();
        }
        for (int d = 0; d < dimensions; d++) {
            gradient[d] *= -2 * weights[d];
        }
        gradient[dimensions] = ofVariance;
        gradient[dimensions + 1] = ofNoise;
    }
}
