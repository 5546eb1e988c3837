package io.tidemark.model.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a new version has to show before it may serve.
///
/// @param champion comparison with the version that serves
/// @param limits worst acceptable value by metric on the test rows; better is higher or lower as the metric defines
/// @param parity largest difference between the compiled model and the training library's, relative to max(1, |score|)
/// @param latencyUs largest median time to score one row, microseconds
/// @param sizeMb largest bundle, MiB
/// @param stabilityPct largest standard deviation of the winner's cross-validation metric, percent of its mean
/// @param overfitPct how much worse the winner may be on validation than on training rows, percent of the validation's
///     value
/// @param fairness groups of rows that have to be served alike
public record GatesSpec(
        Optional<ChampionGate> champion,
        Map<String, Double> limits,
        double parity,
        double latencyUs,
        double sizeMb,
        Optional<Double> stabilityPct,
        Optional<Double> overfitPct,
        List<FairnessGate> fairness) {
    public GatesSpec {
        fairness = List.copyOf(fairness);
    }

    /// The new version and the champion score the same recent rows.
    ///
    /// @param metric what is compared
    /// @param maxWorsePct how much worse the new version may be, percent of the champion's value, from 0
    /// @param confidence level of the two-sided interval of the difference, above 0 and below 1
    public record ChampionGate(String metric, double maxWorsePct, double confidence) {}

    /// No group of rows may be served much worse than another.
    ///
    /// @param by category or boolean feature whose values are the groups
    /// @param metric what is compared
    /// @param maxGapPct how much worse the worst group may be than the best, percent of the best's value
    /// @param minRows groups with fewer rows are left out
    public record FairnessGate(String by, String metric, double maxGapPct, int minRows) {}
}
