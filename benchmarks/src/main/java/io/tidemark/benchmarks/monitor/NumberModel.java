package io.tidemark.benchmarks.monitor;

import io.tidemark.drift.reference.Reference;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.MonitorsSpec.DriftSpec;
import io.tidemark.model.manifest.Range;
import io.tidemark.model.manifest.RetrainSpec;
import io.tidemark.model.profile.ReferenceProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A model of numbers, as far as the drift monitor knows it.
final class NumberModel {
    private static final RetrainSpec NO_RETRAINING =
            new RetrainSpec(false, 1, Duration.ofDays(1), Duration.ofDays(1), 0, 10, false);

    private NumberModel() {}

    /// Name of a feature, by its index from 0.
    static String feature(int index) {
        return "feature_" + index;
    }

    /// What the model is compared with: features, answers and labels, and how features go together.
    ///
    /// @param columns values of the features, `[feature][row]`
    /// @param answers answers to the rows, and their labels
    static Reference reference(double[][] columns, double[] answers, DriftSpec spec) {
        List<FeatureSpec> features = features(columns.length);
        ReferenceProfile profile = ReferenceProfile.of(features, new RawTable(columns, answers.length), answers);
        return new Reference(
                features,
                profile.with(profile.details().withLabels(profile.predictions())),
                List.of(),
                spec,
                NO_RETRAINING);
    }

    private static List<FeatureSpec> features(int count) {
        List<FeatureSpec> features = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            features.add(new FeatureSpec.NumberFeature(feature(i), false, "", Range.ALL, Optional.empty(), false));
        }
        return features;
    }

    /// What the model is compared with, by the distributions alone.
    ///
    /// @param profiles those of the features, then that of the answers
    static Reference reference(List<FeatureProfile> profiles, DriftSpec spec) {
        List<FeatureSpec> features = features(profiles.size() - 1);
        return new Reference(
                features,
                new ReferenceProfile(profiles.subList(0, features.size()), profiles.getLast()),
                List.of(),
                spec,
                NO_RETRAINING);
    }
}
