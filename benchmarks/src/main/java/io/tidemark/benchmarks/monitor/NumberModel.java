package io.tidemark.benchmarks.monitor;

import io.tidemark.drift.reference.Reference;
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

    /// What the model is compared with.
    ///
    /// @param profiles those of the features, then that of the answers
    static Reference reference(List<FeatureProfile> profiles, DriftSpec spec) {
        List<FeatureSpec> features = new ArrayList<>();
        for (int i = 0; i < profiles.size() - 1; i++) {
            features.add(new FeatureSpec.NumberFeature(feature(i), false, "", Range.ALL, Optional.empty(), false));
        }
        return new Reference(
                features,
                new ReferenceProfile(profiles.subList(0, features.size()), profiles.getLast()),
                List.of(),
                spec,
                NO_RETRAINING);
    }
}
