package io.tidemark.feedback.terms;

/// Finds the terms of a version. Never fails: what cannot be found has [VersionTerms#UNKNOWN]. Never waits: streams
/// ask. Safe for use by many threads.
@FunctionalInterface
public interface TermsSource {
    /// The terms of the version with this bundle, as far as they are known.
    VersionTerms of(String model, String bundleSha256);

    /// True while nothing is known of a version because its bundle is being fetched. It will be false soon: what needs
    /// the terms is put by until then.
    default boolean isPending(String model, String bundleSha256) {
        return false;
    }
}
