package io.tidemark.model.profile;

import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.stats.histogram.CategoryProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.stats.histogram.RangeCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The distributions of a version's features and of its answers.
///
/// @param features one profile per feature, in the order of raw rows
/// @param predictions profile of the scores, or of the answered classes of several
/// @param details what else is known of the rows
public record ReferenceProfile(List<FeatureProfile> features, FeatureProfile predictions, ProfileDetails details) {
    public ReferenceProfile {
        features = List.copyOf(features);
    }

    /// Distributions, and nothing else.
    public ReferenceProfile(List<FeatureProfile> features, FeatureProfile predictions) {
        this(features, predictions, ProfileDetails.NONE);
    }

    /// The same distributions with other details.
    public ReferenceProfile with(ProfileDetails other) {
        return new ReferenceProfile(features, predictions, other);
    }

    /// The profile of these rows.
    ///
    /// @param rows rows that say what is normal
    /// @param scores what the version answers to rows that it was not fitted on
    public static ReferenceProfile of(List<FeatureSpec> features, RawTable rows, double[] scores) {
        return of(features, rows, NumericProfile.of(scores));
    }

    /// The profile of these rows for a model of several classes.
    ///
    /// @param answers codes of the classes that the version answers to rows that it was not fitted on
    public static ReferenceProfile ofClasses(List<FeatureSpec> features, RawTable rows, int classes, double[] answers) {
        return of(features, rows, CategoryProfile.of(classes, answers));
    }

    private static ReferenceProfile of(List<FeatureSpec> features, RawTable rows, FeatureProfile predictions) {
        List<FeatureProfile> profiles = new ArrayList<>();
        for (int c = 0; c < features.size(); c++) {
            double[] column = rows.column(c);
            profiles.add(
                    switch (features.get(c)) {
                        case NumberFeature number -> NumericProfile.of(column);
                        case CategoryFeature category ->
                            CategoryProfile.of(category.categories().size(), column);
                        case BooleanFeature bool -> CategoryProfile.of(2, column);
                    });
        }
        List<Long> outliers = IntStream.range(0, profiles.size())
                .mapToObj(c -> outliers(profiles.get(c), rows.column(c)))
                .toList();
        return new ReferenceProfile(
                profiles,
                predictions,
                new ProfileDetails(outliers, StrongestPairs.of(profiles, rows), List.of(), Optional.empty()));
    }

    private static long outliers(FeatureProfile profile, double[] column) {
        if (!(profile instanceof NumericProfile numeric) || numeric.summary().isEmpty()) {
            return 0;
        }
        RangeCounts counts = new RangeCounts(numeric.summary().get());
        for (double value : column) {
            counts.add(value);
        }
        return counts.outliers();
    }

    /// Rows behind the profile of the features.
    public long rows() {
        return features.isEmpty() ? 0 : features.getFirst().rows();
    }
}
