package io.tidemark.trainer.pipeline;

import io.tidemark.model.manifest.Algorithm;
import io.tidemark.trainer.algorithm.Parameters;

/// What one algorithm with one set of parameters came to in cross-validation.
///
/// @param algorithm the algorithm
/// @param parameters its parameters
/// @param mean mean of the metric over the folds' validation rows
/// @param spread standard deviation over the folds
/// @param trainMean mean of the metric over the folds' training rows; much better than `mean`: overfitted
/// @param seconds time that the fits took
public record CandidateScore(
        Algorithm algorithm, Parameters parameters, double mean, double spread, double trainMean, double seconds) {}
