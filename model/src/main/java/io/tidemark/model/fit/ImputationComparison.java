package io.tidemark.model.fit;

import io.tidemark.model.manifest.PreprocessingSpec.Imputation;
import java.util.List;

/// Evidence for how one column's missing numbers are filled in.
///
/// @param feature the column
/// @param missing training rows without a value
/// @param known training rows with one
/// @param scores methods that were tried on values that are known, in the order of their cost; empty: none was
/// @param chosen the method that is used
/// @param reason why, in words
public record ImputationComparison(
        String feature, int missing, int known, List<MethodScore> scores, Imputation chosen, String reason) {
    public ImputationComparison {
        scores = List.copyOf(scores);
    }

    /// What a method achieved.
    ///
    /// @param rmse root mean squared error on masked values, one per seed, in the column's unit
    /// @param mean their mean
    public record MethodScore(Imputation method, List<Double> rmse, double mean) {
        public MethodScore {
            rmse = List.copyOf(rmse);
        }
    }
}
