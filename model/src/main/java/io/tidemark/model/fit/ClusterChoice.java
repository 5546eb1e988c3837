package io.tidemark.model.fit;

import java.util.SplittableRandom;

/// Chooses how many clusters there are.
final class ClusterChoice {
    /// Rows that the silhouette is computed over; it takes time quadratic in them.
    private static final int SILHOUETTE_ROWS = 2_000;

    private static final int RESTARTS = 5;

    private ClusterChoice() {}

    /// Centroids `[clusters][dimensions]` for the number of clusters with the best mean silhouette (Rousseeuw 1987),
    /// the smallest of equals; never more clusters than rows.
    ///
    /// @param space `[dimensions][rows]`
    static double[][] bySilhouette(double[][] space, int minClusters, int maxClusters, long seed) {
        int rows = space[0].length;
        if (rows == 0) {
            throw new IllegalArgumentException("Found no rows to cluster, expected at least one.");
        }
        int[] sample = new SplittableRandom(seed)
                .ints(0, rows)
                .distinct()
                .limit(Math.min(SILHOUETTE_ROWS, rows))
                .toArray();
        double[][] best = {};
        double bestSilhouette = Double.NEGATIVE_INFINITY;
        for (int k = Math.min(minClusters, rows); k <= Math.min(maxClusters, rows); k++) {
            double[][] centroids = KMeans.fit(space, k, RESTARTS, seed);
            double silhouette = Silhouette.mean(space, centroids, sample);
            if (silhouette > bestSilhouette) {
                bestSilhouette = silhouette;
                best = centroids;
            }
        }
        return best;
    }
}
