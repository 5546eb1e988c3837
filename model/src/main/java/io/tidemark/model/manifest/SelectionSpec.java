package io.tidemark.model.manifest;

import java.util.List;
import java.util.Map;

/// Which algorithms compete, and how they are compared.
///
/// @param metric metric that decides, by cross-validation on the training rows
/// @param folds folds of the cross-validation, 2 or more
/// @param race whether candidates without hope are stopped before they have seen all folds
/// @param overfit how many times as far from perfect a candidate may be on validation rows as on training rows before
/// it is called overfitted
/// @param algorithms the competitors
public record SelectionSpec(String metric, int folds, boolean race, double overfit, List<Candidate> algorithms) {
    public SelectionSpec {
        algorithms = List.copyOf(algorithms);
    }

    /// One algorithm and the parameter values to try, in all combinations.
    ///
    /// @param algorithm the algorithm
    /// @param grid values by parameter name; each a number, text or boolean
    public record Candidate(Algorithm algorithm, Map<String, List<Object>> grid) {}
}
