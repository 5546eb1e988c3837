package io.tidemark.feedback.terms;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleException;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.manifest.ManifestException;
import io.tidemark.model.manifest.ManifestFolder;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.RegistryException;
import io.tidemark.streamkit.runtime.RecentlyUsed;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads terms from the bundle in the registry; when that cannot be had, from the manifest in the models folder, and
/// asks the registry again later. With the registry down, joining goes on.
public final class RegistryTerms implements TermsSource {
    /// Versions that are held; the longest unused is fetched again when it is asked for.
    static final int MOST_VERSIONS = 200;

    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(RegistryTerms.class);

    private final ModelRegistry registry;
    private final ManifestFolder manifests;
    private final MeterRegistry meters;
    private final Clock clock;
    private final RecentlyUsed<String, Found> found = new RecentlyUsed<>(MOST_VERSIONS);

    public RegistryTerms(ModelRegistry registry, ManifestFolder manifests, MeterRegistry meters, Clock clock) {
        this.registry = registry;
        this.manifests = manifests;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public VersionTerms of(String model, String bundleSha256) {
        String key = model + "/" + bundleSha256;
        Found known = found.get(key);
        if (known == null || known.retryAt().isBefore(clock.instant())) {
            known = find(model, bundleSha256);
            found.put(key, known);
        }
        return known.terms();
    }

    private Found find(String model, String sha256) {
        try {
            ModelBundle bundle = BundleCodec.read(registry.fetch(model, sha256), sha256);
            return new Found(
                    VersionTerms.of(ManifestReader.read("manifest of " + sha256, bundle.manifest(), List.of()), bundle),
                    Instant.MAX);
        } catch (RegistryException | BundleException | ManifestException e) {
            meters.counter("tidemark.joiner.terms.missing", "model", model).increment();
            VersionTerms instead = fromFolder(model);
            LOG.warn(
                    "The bundle {} of {} cannot be had; {} until it can: {}",
                    sha256,
                    model,
                    instead.equals(VersionTerms.UNKNOWN)
                            ? "the defaults hold"
                            : "the manifest in the models folder holds",
                    e.getMessage());
            return new Found(instead, clock.instant().plus(RETRY));
        }
    }

    private VersionTerms fromFolder(String model) {
        try {
            return manifests.has(model) ? VersionTerms.of(manifests.manifest(model)) : VersionTerms.UNKNOWN;
        } catch (ManifestException | UncheckedIOException e) {
            LOG.warn("The manifest of {} cannot be read: {}", model, e.getMessage());
            return VersionTerms.UNKNOWN;
        } catch (IllegalArgumentException e) {
            LOG.debug("Not the name of a model: {}", model, e);
            return VersionTerms.UNKNOWN;
        }
    }

    /// @param retryAt from when on the registry is asked again
    private record Found(VersionTerms terms, Instant retryAt) {}
}
