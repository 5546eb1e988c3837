package io.tidemark.model.manifest;

import java.util.Map;
import java.util.Optional;

/// What a new version has to show before it may serve.
///
/// @param champion comparison with the version that serves
/// @param limits worst acceptable value by metric on the test rows; better is higher or lower as the metric defines
/// @param parity largest difference between the compiled model and the training library's, relative to max(1, |score|)
/// @param latencyUs largest median time to score one row, microseconds
/// @param sizeMb largest bundle, MiB
public record GatesSpec(
        Optional<ChampionGate> champion, Map<String, Double> limits, double parity, double latencyUs, double sizeMb) {

    /// The new version and the champion score the same recent rows.
    ///
    /// @param metric what is compared
    /// @param maxWorsePct how much worse the new version may be, percent of the champion's value, from 0
    public record ChampionGate(String metric, double maxWorsePct) {}
}
