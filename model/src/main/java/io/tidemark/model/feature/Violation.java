package io.tidemark.model.feature;

/// Why an event cannot be scored.
///
/// @param reason stable code
/// @param feature name of the feature
/// @param message found, expected, where
public record Violation(Reason reason, String feature, String message) {
    /// Reason codes; they go into dead letters by name.
    public enum Reason {
        /// A required feature has no value.
        MISSING_FEATURE,
        /// The value is of another type than the manifest says.
        WRONG_TYPE,
        /// The value is NaN or infinite.
        NOT_FINITE,
        /// The value lies outside the manifest's range.
        OUT_OF_RANGE,
        /// The category is not listed, and the manifest says to reject such.
        UNKNOWN_CATEGORY
    }
}
