package io.tidemark.model.fit;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Lloyd's algorithm from k-means++ starts (Arthur and Vassilvitskii 2007); the best of several by inertia.
final class KMeans {
    private static final int MAX_ROUNDS = 100;

    private KMeans() {}

    /// Centroids `[clusters][dimensions]`, sorted by their coordinates so that equal data gives equal names.
    ///
    /// @param space `[dimensions][rows]`
    /// @param clusters 1 to rows
    static double[][] fit(double[][] space, int clusters, int restarts, long seed) {
        double[][] best = {};
        double bestInertia = Double.POSITIVE_INFINITY;
        for (int restart = 0; restart < restarts; restart++) {
            double[][] centroids = start(space, clusters, new SplittableRandom(seed + restart));
            double inertia = settle(space, centroids);
            if (inertia < bestInertia) {
                bestInertia = inertia;
                best = centroids;
            }
        }
        Arrays.sort(best, Arrays::compare);
        return best;
    }

    /// Index of the nearest centroid, the first of equals.
    static int nearest(double[][] space, int row, double[][] centroids) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < centroids.length; k++) {
            double distance = squared(space, row, centroids[k]);
            if (distance < least) {
                least = distance;
                nearest = k;
            }
        }
        return nearest;
    }

    /// Sum over the rows of the squared distance to the nearest centroid.
    static double inertia(double[][] space, double[][] centroids) {
        double inertia = 0;
        for (int i = 0; i < space[0].length; i++) {
            inertia += squared(space, i, centroids[nearest(space, i, centroids)]);
        }
        return inertia;
    }

    private static double squared(double[][] space, int row, double[] centroid) {
        double sum = 0;
        for (int d = 0; d < space.length; d++) {
            double difference = space[d][row] - centroid[d];
            sum += difference * difference;
        }
        return sum;
    }

    private static double[][] start(double[][] space, int clusters, SplittableRandom random) {
        int rows = space[0].length;
        double[][] centroids = new double[clusters][];
        centroids[0] = point(space, random.nextInt(rows));
        double[] distance = new double[rows];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        for (int k = 1; k < clusters; k++) {
            double total = 0;
            for (int i = 0; i < rows; i++) {
                distance[i] = Math.min(distance[i], squared(space, i, centroids[k - 1]));
                total += distance[i];
            }
            centroids[k] = point(space, draw(distance, total * random.nextDouble()));
        }
        return centroids;
    }

    private static int draw(double[] weights, double at) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            if (sum > at) {
                return i;
            }
        }
        return weights.length - 1;
    }

    private static double[] point(double[][] space, int row) {
        return Arrays.stream(space).mapToDouble(axis -> axis[row]).toArray();
    }

    /// Moves the centroids until no row changes its cluster; returns the inertia. An emptied cluster stays where it
    /// was.
    private static double settle(double[][] space, double[][] centroids) {
        int rows = space[0].length;
        int[] assigned = new int[rows];
        Arrays.fill(assigned, -1);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            boolean moved = false;
            for (int i = 0; i < rows; i++) {
                int k = nearest(space, i, centroids);
                moved |= k != assigned[i];
                assigned[i] = k;
            }
            if (!moved) {
                break;
            }
            recentre(space, assigned, centroids);
        }
        double inertia = 0;
        for (int i = 0; i < rows; i++) {
            inertia += squared(space, i, centroids[assigned[i]]);
        }
        return inertia;
    }

    private static void recentre(double[][] space, int[] assigned, double[][] centroids) {
        int[] counts = new int[centroids.length];
        double[][] sums = new double[centroids.length][space.length];
        for (int i = 0; i < assigned.length; i++) {
            counts[assigned[i]]++;
            for (int d = 0; d < space.length; d++) {
                sums[assigned[i]][d] += space[d][i];
            }
        }
        for (int k = 0; k < centroids.length; k++) {
            for (int d = 0; d < space.length && counts[k] > 0; d++) {
                centroids[k][d] = sums[k][d] / counts[k];
            }
        }
    }
}
