package io.tidemark.trainer.sweep.suggest;

import java.util.SplittableRandom;

/// Points that fill the cube evenly: in each dimension one point per slice (M. D. McKay, R. J. Beckman and W. J.
/// Conover 1979). Of several draws the one whose nearest two points are farthest apart.
public final class LatinHypercube {
    private static final int DRAWS = 64;

    private LatinHypercube() {}

    /// Points `[count][dimensions]`.
    public static double[][] points(int count, int dimensions, SplittableRandom random) {
        double[][] best = draw(count, dimensions, random);
        double widest = nearest(best);
        for (int i = 1; i < DRAWS; i++) {
            double[][] other = draw(count, dimensions, random);
            double distance = nearest(other);
            if (distance > widest) {
                widest = distance;
                best = other;
            }
        }
        return best;
    }

    private static double[][] draw(int count, int dimensions, SplittableRandom random) {
        double[][] points = new double[count][dimensions];
        for (int d = 0; d < dimensions; d++) {
            int[] slices = new int[count];
            for (int i = 0; i < count; i++) {
                int other = random.nextInt(i + 1);
                slices[i] = slices[other];
                slices[other] = i;
            }
            for (int i = 0; i < count; i++) {
                points[i][d] = (slices[i] + random.nextDouble()) / count;
            }
        }
        return points;
    }

    /// Squared distance of the two points nearest to each other.
    private static double nearest(double[][] points) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < points.length; i++) {
            for (int j = 0; j < i; j++) {
                double squared = 0;
                for (int d = 0; d < points[i].length; d++) {
                    double difference = points[i][d] - points[j][d];
                    squared += difference * difference;
                }
                nearest = Math.min(nearest, squared);
            }
        }
        return nearest;
    }
}
