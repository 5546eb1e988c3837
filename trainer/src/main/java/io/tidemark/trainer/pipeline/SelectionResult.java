package io.tidemark.trainer.pipeline;

import io.tidemark.stats.metric.MetricDirection;
import java.util.List;

/// What a selection came to.
///
/// @param metric what decided
/// @param direction which of its values are better
/// @param objective the metric that a sweep goes on with
/// @param folds folds of the cross-validation
/// @param candidates all candidates: complete ones by their mean, the best first, then those that were stopped, then
/// those that failed
public record SelectionResult(
        String metric, MetricDirection direction, String objective, int folds, List<CandidateScore> candidates) {
    public SelectionResult {
        candidates = List.copyOf(candidates);
    }

    /// The best candidate; it saw all folds.
    public CandidateScore best() {
        return candidates.getFirst();
    }
}
