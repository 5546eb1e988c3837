package io.tidemark.model.kernel;

/// Points and weights that integrate polynomials of degree `2 * points - 1` over 0 to 1 exactly.
final class GaussLegendre {
    private static final int STEPS = 100;

    final double[] points;
    final double[] weights;

    /// @param count number of points, 1 or more
    GaussLegendre(int count) {
        points = new double[count];
        weights = new double[count];
        for (int i = 0; i < count; i++) {
            double x = StrictMath.cos(Math.PI * (i + 0.75) / (count + 0.5));
            double slope = slope(count, x);
            for (int step = 0; step < STEPS; step++) {
                double change = value(count, x) / slope;
                x -= change;
                slope = slope(count, x);
                if (Math.abs(change) < 1e-16) {
                    break;
                }
            }
            points[i] = (1 - x) / 2;
            weights[i] = 1 / ((1 - x * x) * slope * slope);
        }
    }

    /// Legendre's polynomial of a degree.
    private static double value(int degree, double x) {
        double before = 1;
        double value = x;
        for (int k = 2; k <= degree; k++) {
            double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
            before = value;
            value = next;
        }
        return value;
    }

    private static double slope(int degree, double x) {
        double before = degree == 1 ? 1 : value(degree - 1, x);
        return degree * (x * value(degree, x) - before) / (x * x - 1);
    }
}
