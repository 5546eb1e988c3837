package io.tidemark.registry;

import java.util.Map;

/// A version to be registered.
///
/// @param model name of the model: letters, digits, hyphens, underscores
/// @param runId training run that made it; registering a run twice is registering it once
/// @param bundleSha256 SHA-256 of the bundle, 64 lower-case hexadecimal digits
/// @param approved true when all gates passed; a version that was not approved never gets an alias
/// @param metrics metrics on the test rows by name
/// @param tags what else is to be found by, for example the SHA-256 of the data
/// @param notes what a registry that people look at shows beside it
/// @param bundle the bundle
public record Registration(
        String model,
        String runId,
        String bundleSha256,
        boolean approved,
        Map<String, Double> metrics,
        Map<String, String> tags,
        Notes notes,
        Bundle bundle) {

    /// A registration without notes.
    public Registration(
            String model,
            String runId,
            String bundleSha256,
            boolean approved,
            Map<String, Double> metrics,
            Map<String, String> tags,
            Bundle bundle) {
        this(model, runId, bundleSha256, approved, metrics, tags, Notes.NONE, bundle);
    }

    /// The bytes of a bundle.
    @FunctionalInterface
    public interface Bundle {
        byte[] bytes();
    }

    /// For people.
    ///
    /// @param description Markdown; empty: none
    /// @param trackedRun id of the run in the tracking server that tells how it was made; empty: none
    public record Notes(String description, String trackedRun) {
        /// Nothing to say.
        public static final Notes NONE = new Notes("", "");
    }
}
