package io.tidemark.scoring;

import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.WarmUp;
import java.nio.file.Path;
import java.time.Duration;

/// How new versions are loaded.
///
/// @param maxBundleBytes largest bundle that is fetched, bytes
/// @param verifier what a new version has to show
/// @param warmUp how it is warmed up before it may answer
/// @param cacheDir where bundles that were verified are kept, for a start without registry
/// @param cacheBytes how much is kept there, bytes; what serves is kept whatever its size
public record LoadingConfig(
        long maxBundleBytes, BundleVerifier verifier, WarmUp warmUp, Path cacheDir, long cacheBytes) {

    public LoadingConfig {
        if (maxBundleBytes < 1) {
            throw new IllegalArgumentException(
                    "Found a largest bundle of " + maxBundleBytes + " bytes, expected 1 or more.");
        }
        if (cacheBytes < 0) {
            throw new IllegalArgumentException("Found a cache of " + cacheBytes + " bytes, expected 0 or more.");
        }
    }

    /// Everything by default.
    public static LoadingConfig defaults(Path cacheDir) {
        return new LoadingConfig(
                256L * 1024 * 1024,
                BundleVerifier.DEFAULT,
                new WarmUp(20_000, Duration.ofSeconds(1)),
                cacheDir,
                1024L * 1024 * 1024);
    }
}
