package io.tidemark.feedback.terms;

/// Finds the terms of a version. Never fails: what cannot be found has [VersionTerms#UNKNOWN]. Safe for use by many
/// threads.
@FunctionalInterface
public interface TermsSource {
    /// The terms of the version with this bundle.
    VersionTerms of(String model, String bundleSha256);
}
