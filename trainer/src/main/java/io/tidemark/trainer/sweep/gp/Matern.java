package io.tidemark.trainer.sweep.gp;

/// The Matern kernel with smoothness 5/2, of unit variance, as a function of the scaled distance
/// r = sqrt(sum of ((a - b) / length scale)^2): k(r) = (1 + sqrt(5) r + 5/3 r^2) exp(-sqrt(5) r)
/// (Rasmussen and Williams, Gaussian Processes for Machine Learning, equation 4.17).
final class Matern {
    private static final double ROOT_5 = Math.sqrt(5);

    private Matern() {}

    /// k, from the squared distance.
    static double value(double squared) {
        double r = ROOT_5 * Math.sqrt(squared);
        return (1 + r + r * r / 3) * StrictMath.exp(-r);
    }

    /// dk / d(squared distance): -5/6 (1 + sqrt(5) r) exp(-sqrt(5) r).
    static double slope(double squared) {
        double r = ROOT_5 * Math.sqrt(squared);
        return -5.0 / 6 * (1 + r) * StrictMath.exp(-r);
    }

    /// How far apart two points are in one dimension; in a nominal one they are equal or 1 apart.
    static double distance(double a, double b, boolean isNominal) {
        if (isNominal) {
            return a == b ? 0 : 1;
        }
        return a - b;
    }

    /// The squared distance of two points.
    static double squared(double[] a, double[] b, double[] weights, boolean[] isNominal) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            double distance = distance(a[d], b[d], isNominal[d]);
            sum += weights[d] * distance * distance;
        }
        return sum;
    }
}
