package io.tidemark.model.fit;

import java.util.List;

/// Evidence for how many clusters there are.
///
/// @param name the clusters' name in the manifest
/// @param of features that span the space
/// @param scores what each number of clusters gives, ascending
/// @param chosen the number that is used
/// @param reason why, in words
public record ClusterComparison(String name, List<String> of, List<Score> scores, int chosen, String reason) {
    public ClusterComparison {
        of = List.copyOf(of);
        scores = List.copyOf(scores);
    }

    /// What a number of clusters gives.
    ///
    /// @param clusters how many
    /// @param inertia sum over the rows of the squared distance to the nearest centroid; the elbow plot
    /// @param silhouette mean over a sample of the rows, -1 to 1, higher is better (Rousseeuw 1987)
    /// @param daviesBouldin 0 or more, lower is better (Davies and Bouldin 1979)
    public record Score(int clusters, double inertia, double silhouette, double daviesBouldin) {}
}
