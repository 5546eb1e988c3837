package io.tidemark.model.fit;

import io.tidemark.model.manifest.PreprocessingSpec.ClusterBy;
import io.tidemark.model.manifest.PreprocessingSpec.ClusterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Chooses how many clusters there are.
final class ClusterChoice {
    /// Rows that the silhouette is computed over; it takes time quadratic in them.
    private static final int SILHOUETTE_ROWS = 2_000;

    private static final int RESTARTS = 5;

    private final double[][] centroids;
    private final ClusterComparison comparison;

    private ClusterChoice(double[][] centroids, ClusterComparison comparison) {
        this.centroids = centroids;
        this.comparison = comparison;
    }

    /// The number of clusters with the best mean silhouette (Rousseeuw 1987), the smallest of equals; never more
    /// clusters than rows.
    ///
    /// @param space `[dimensions][rows]`
    /// @throws IllegalArgumentException when a model's score has to decide, and has not
    static ClusterChoice of(double[][] space, ClusterSpec spec, long seed) {
        if (spec.by() == ClusterBy.SCORE && spec.minClusters() != spec.maxClusters()) {
            throw new IllegalArgumentException("Found " + spec.minClusters() + " to " + spec.maxClusters()
                    + " clusters of '" + spec.name() + "' by score, expected one number: whoever can score models"
                    + " settles it first.");
        }
        int rows = space[0].length;
        if (rows == 0) {
            throw new IllegalArgumentException("Found no rows to cluster, expected at least one.");
        }
        int[] sample = new SplittableRandom(seed)
                .ints(0, rows)
                .distinct()
                .limit(Math.min(SILHOUETTE_ROWS, rows))
                .toArray();
        List<ClusterComparison.Score> scores = new ArrayList<>();
        double[][] best = {};
        double bestSilhouette = Double.NEGATIVE_INFINITY;
        for (int k = Math.min(spec.minClusters(), rows); k <= Math.min(spec.maxClusters(), rows); k++) {
            double[][] centroids = KMeans.fit(space, k, RESTARTS, seed);
            double silhouette = Silhouette.mean(space, centroids, sample);
            scores.add(new ClusterComparison.Score(
                    k, KMeans.inertia(space, centroids), silhouette, DaviesBouldin.index(space, centroids)));
            if (silhouette > bestSilhouette) {
                bestSilhouette = silhouette;
                best = centroids;
            }
        }
        return new ClusterChoice(
                best, new ClusterComparison(spec.name(), spec.of(), scores, best.length, reason(spec, scores.size())));
    }

    private static String reason(ClusterSpec spec, int tried) {
        if (spec.by() == ClusterBy.SCORE) {
            return "best score of a model";
        }
        return tried == 1 ? "no other number was asked for" : "best mean silhouette";
    }

    /// `[clusters][dimensions]`.
    double[][] centroids() {
        return centroids;
    }

    ClusterComparison comparison() {
        return comparison;
    }
}
