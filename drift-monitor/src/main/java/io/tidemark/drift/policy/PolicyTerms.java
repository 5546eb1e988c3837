package io.tidemark.drift.policy;

import io.tidemark.model.manifest.MonitorsSpec.PerformanceSpec;
import io.tidemark.model.manifest.RetrainSpec;

/// What a manifest says of the policy.
///
/// @param metric metric of live quality
/// @param minLabels labelled predictions that a window needs for its quality to count
public record PolicyTerms(RetrainSpec retrain, String metric, int minLabels) {
    /// The terms of a manifest's sections.
    public static PolicyTerms of(RetrainSpec retrain, PerformanceSpec performance) {
        return new PolicyTerms(retrain, performance.metric(), performance.minLabels());
    }
}
