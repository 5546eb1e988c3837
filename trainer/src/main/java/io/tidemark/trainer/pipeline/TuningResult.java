package io.tidemark.trainer.pipeline;

import io.tidemark.model.manifest.Algorithm;
import io.tidemark.trainer.sweep.SweepResult;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a sweep came to.
///
/// @param algorithm whose parameters were searched
/// @param metric the objective
/// @param sweep all trials
/// @param parameters all parameters of the best trial, with the number of trees that it found; empty without a complete
///     trial
/// @param score the best trial in the selection's cross-validation; empty without a complete trial
/// @param selected the objective of the selection's best
/// @param isBetter whether the best trial is better than that: the version is fitted with its parameters then
public record TuningResult(
        Algorithm algorithm,
        String metric,
        SweepResult sweep,
        Map<String, Object> parameters,
        Optional<CandidateScore> score,
        double selected,
        boolean isBetter) {
    public TuningResult {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }
}
