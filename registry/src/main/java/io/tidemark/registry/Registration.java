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
/// @param bundle the bundle
public record Registration(
        String model,
        String runId,
        String bundleSha256,
        boolean approved,
        Map<String, Double> metrics,
        Map<String, String> tags,
        Bundle bundle) {

    /// The bytes of a bundle.
    @FunctionalInterface
    public interface Bundle {
        byte[] bytes();
    }
}
