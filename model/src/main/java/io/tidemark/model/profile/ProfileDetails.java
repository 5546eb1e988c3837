package io.tidemark.model.profile;

import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.PairSums;
import java.util.List;
import java.util.Optional;

/// What is known of a version's rows beyond their distributions. Bundles of older builds have none of it.
///
/// @param outliers training values more than five standard deviations from the mean, by feature in the order of raw
/// rows, 0 for features that are no numbers; empty: not known
/// @param pairs pairs of numbers whose rank correlation is watched
/// @param importances share of each feature in the model's quality, from 0, sum 1, in the order of raw rows; empty: not
///     known
/// @param labels distribution of the labels; empty: not known
public record ProfileDetails(
        List<Long> outliers, List<Pair> pairs, List<Double> importances, Optional<FeatureProfile> labels) {
    /// Nothing is known.
    public static final ProfileDetails NONE = new ProfileDetails(List.of(), List.of(), List.of(), Optional.empty());

    public ProfileDetails {
        outliers = List.copyOf(outliers);
        pairs = List.copyOf(pairs);
        importances = List.copyOf(importances);
    }

    /// The same with the distribution of the labels.
    public ProfileDetails withLabels(FeatureProfile profile) {
        return new ProfileDetails(outliers, pairs, importances, Optional.of(profile));
    }

    /// The same with what features are worth.
    ///
    /// @param worth by feature, in any unit; what is not above 0 counts as 0
    public ProfileDetails withImportances(List<Double> worth) {
        double sum = worth.stream().mapToDouble(ProfileDetails::positive).sum();
        List<Double> shares = sum > 0 && sum <= Double.MAX_VALUE
                ? worth.stream().map(each -> positive(each) / sum).toList()
                : List.of();
        return new ProfileDetails(outliers, pairs, shares, labels);
    }

    private static double positive(double worth) {
        return worth > 0 ? worth : 0;
    }

    /// Two features and how they went together in training.
    ///
    /// @param left index of the one, in the order of raw rows
    /// @param right index of the other, larger
    public record Pair(int left, int right, PairSums reference) {
        public Pair {
            if (left < 0 || right <= left) {
                throw new IllegalArgumentException(
                        "Found the pair " + left + ", " + right + ", expected two features in their order.");
            }
        }
    }
}
