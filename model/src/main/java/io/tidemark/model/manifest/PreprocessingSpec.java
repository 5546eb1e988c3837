package io.tidemark.model.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is derived from the features.
///
/// @param imputation how missing numbers are filled in, unless `imputations` says otherwise
/// @param imputations methods by feature
/// @param ratios quotients of two numbers
/// @param rotations pairs of numbers in turned axes
/// @param distances distances to named points
/// @param clusters clusters of rows, each given to the model as one input per cluster
public record PreprocessingSpec(
        Imputation imputation,
        Map<String, Imputation> imputations,
        List<RatioSpec> ratios,
        List<RotationSpec> rotations,
        List<DistanceSpec> distances,
        List<ClusterSpec> clusters) {
    public PreprocessingSpec {
        imputations = Collections.unmodifiableMap(new LinkedHashMap<>(imputations));
        ratios = List.copyOf(ratios);
        rotations = List.copyOf(rotations);
        distances = List.copyOf(distances);
        clusters = List.copyOf(clusters);
    }

    /// Imputation and nothing derived.
    public static PreprocessingSpec of(Imputation imputation) {
        return new PreprocessingSpec(imputation, Map.of(), List.of(), List.of(), List.of(), List.of());
    }

    /// How a feature's missing numbers are filled in.
    public Imputation imputationOf(String feature) {
        return imputations.getOrDefault(feature, imputation);
    }

    /// The same with these ratios.
    public PreprocessingSpec withRatios(RatioSpec... changed) {
        return new PreprocessingSpec(imputation, imputations, List.of(changed), rotations, distances, clusters);
    }

    /// The same with these rotations.
    public PreprocessingSpec withRotations(RotationSpec... changed) {
        return new PreprocessingSpec(imputation, imputations, ratios, List.of(changed), distances, clusters);
    }

    /// The same with these distances.
    public PreprocessingSpec withDistances(DistanceSpec... changed) {
        return new PreprocessingSpec(imputation, imputations, ratios, rotations, List.of(changed), clusters);
    }

    /// The same with these clusters.
    public PreprocessingSpec withClusters(ClusterSpec... changed) {
        return new PreprocessingSpec(imputation, imputations, ratios, rotations, distances, List.of(changed));
    }

    /// How missing numbers are filled in; a missing category becomes the most frequent one.
    public enum Imputation {
        /// Whichever of the others has the least error on known values that are hidden from it.
        COMPARE,
        /// The median of the training rows.
        MEDIAN,
        /// Their mean.
        MEAN,
        /// The mean of the nearest training rows.
        KNN,
        /// What a small forest predicts from the rest of the row, round after round.
        ITERATIVE
    }

    /// `numerator / denominator`; not defined (denominator 0) counts as missing and is filled in.
    public record RatioSpec(String name, String numerator, String denominator) {}

    /// Two number features as coordinates in axes turned counter-clockwise.
    ///
    /// @param name prefix of the inputs' names
    /// @param first feature that is the first coordinate
    /// @param second feature that is the second coordinate
    /// @param degrees angles, two inputs each
    public record RotationSpec(String name, String first, String second, List<Double> degrees) {
        public RotationSpec {
            degrees = List.copyOf(degrees);
        }
    }

    /// Distances of a row to points.
    ///
    /// @param name prefix of the inputs' names
    /// @param measure how distance is measured
    /// @param of number features that are the coordinates; for [Measure#HAVERSINE] longitude and latitude, degrees
    /// @param points the points, one input each
    public record DistanceSpec(String name, Measure measure, List<String> of, List<PointSpec> points) {
        public DistanceSpec {
            of = List.copyOf(of);
            points = List.copyOf(points);
        }
    }

    /// How distance is measured.
    public enum Measure {
        /// Straight line, in the unit of the coordinates.
        EUCLIDEAN,
        /// Great circle on the Earth, kilometres.
        HAVERSINE
    }

    /// A point by name.
    ///
    /// @param at coordinates, in the order of the features
    public record PointSpec(String name, List<Double> at) {
        public PointSpec {
            at = List.copyOf(at);
        }
    }

    /// K-means clusters over number features.
    ///
    /// @param name prefix of the inputs' names
    /// @param of number features to cluster by, as they are (no scaling)
    /// @param minClusters smallest number of clusters to try, 2 or more
    /// @param maxClusters largest number to try
    /// @param by what decides between these
    public record ClusterSpec(String name, List<String> of, int minClusters, int maxClusters, ClusterBy by) {
        public ClusterSpec {
            of = List.copyOf(of);
        }

        /// The same with a number of clusters that is settled.
        public ClusterSpec withClusters(int clusters) {
            return new ClusterSpec(name, of, clusters, clusters, by);
        }
    }

    /// What decides how many clusters there are.
    public enum ClusterBy {
        /// Mean silhouette: how well rows lie inside their clusters.
        SILHOUETTE,
        /// The score of a model that is fitted with them, on rows that it has not seen.
        SCORE
    }
}
