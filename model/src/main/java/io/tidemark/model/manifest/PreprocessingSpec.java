package io.tidemark.model.manifest;

import java.util.List;

/// What is derived from the features.
///
/// @param imputation how missing numbers are filled in
/// @param clusters clusters of rows, each given to the model as one input per cluster
/// @param ratios quotients of two numbers
public record PreprocessingSpec(Imputation imputation, List<ClusterSpec> clusters, List<RatioSpec> ratios) {
    public PreprocessingSpec {
        clusters = List.copyOf(clusters);
        ratios = List.copyOf(ratios);
    }

    /// How missing numbers are filled in; a missing category becomes the most frequent one.
    public enum Imputation {
        MEDIAN,
        MEAN
    }

    /// K-means clusters over number features, the number of clusters chosen by silhouette.
    ///
    /// @param name prefix of the inputs' names
    /// @param of number features to cluster by, as they are (no scaling)
    /// @param minClusters smallest number of clusters to try, 2 or more
    /// @param maxClusters largest number to try
    public record ClusterSpec(String name, List<String> of, int minClusters, int maxClusters) {
        public ClusterSpec {
            of = List.copyOf(of);
        }
    }

    /// `numerator / denominator`; not defined (denominator 0) counts as missing and is filled in.
    public record RatioSpec(String name, String numerator, String denominator) {}
}
