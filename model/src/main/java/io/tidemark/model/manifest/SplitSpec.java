package io.tidemark.model.manifest;

import java.util.Optional;

/// How test rows are set aside before anything is fitted.
///
/// @param test share of rows, above 0 and below 1
/// @param seed of the shuffle, and of everything random in the run
/// @param by what decides which rows these are
/// @param column column of the data that holds the time of a row ([By#TIME])
public record SplitSpec(double test, long seed, By by, Optional<String> column) {
    /// What decides which rows are set aside.
    public enum By {
        /// Chance.
        RANDOM,
        /// Time: the latest ones.
        TIME
    }
}
