package io.tidemark.feedback.terms;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.manifest.ManifestException;
import io.tidemark.model.manifest.ManifestFolder;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.runtime.BackgroundLoader;
import io.tidemark.streamkit.runtime.RecentlyUsed;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads terms from the bundle in the registry; when that cannot be had, from the manifest in the models folder, and
/// asks the registry again later. With the registry down, joining goes on.
///
/// Bundles are fetched on threads of their own: a registry that says nothing holds up no stream.
public final class RegistryTerms implements TermsSource, AutoCloseable {
    /// Versions that are held; the longest unused is fetched again when it is asked for.
    static final int MOST_VERSIONS = 200;

    /// Bundles that are fetched at the same time.
    private static final int THREADS = 2;

    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(RegistryTerms.class);

    private final ModelRegistry registry;
    private final ManifestFolder manifests;
    private final MeterRegistry meters;
    private final Clock clock;
    private final BackgroundLoader<Version, Found> loader;
    private final RecentlyUsed<Version, Found> found = new RecentlyUsed<>(MOST_VERSIONS);

    public RegistryTerms(ModelRegistry registry, ManifestFolder manifests, MeterRegistry meters, Clock clock) {
        this.registry = registry;
        this.manifests = manifests;
        this.meters = meters;
        this.clock = clock;
        this.loader = new BackgroundLoader<>("terms", THREADS, this::load);
    }

    /// One that fetches on threads of somebody else.
    RegistryTerms(
            ModelRegistry registry, ManifestFolder manifests, MeterRegistry meters, Clock clock, Executor threads) {
        this.registry = registry;
        this.manifests = manifests;
        this.meters = meters;
        this.clock = clock;
        this.loader = new BackgroundLoader<>(threads, this::load);
    }

    @Override
    public VersionTerms of(String model, String bundleSha256) {
        Found known = find(new Version(model, bundleSha256));
        return known == null ? VersionTerms.UNKNOWN : known.terms();
    }

    @Override
    public boolean isPending(String model, String bundleSha256) {
        return find(new Version(model, bundleSha256)) == null;
    }

    /// Waits until it is known what can be had of a version. Not for threads of a stream.
    ///
    /// @return false when the patience is at its end; the fetch goes on
    public boolean await(String model, String bundleSha256, Duration patience) {
        Version version = new Version(model, bundleSha256);
        return found.get(version) != null
                || !(loader.await(version, patience) instanceof BackgroundLoader.Outcome.Pending);
    }

    /// What is known; null while that is nothing. What has to be fetched is begun with.
    private @Nullable Found find(Version version) {
        Found known = found.get(version);
        if (known == null || known.retryAt().isBefore(clock.instant())) {
            loader.begin(version);
            return found.get(version);
        }
        return known;
    }

    /// On a thread of the loader. Whatever happens, something is known afterwards: records wait for it.
    private Found load(Version version) {
        Found loaded = fetch(version);
        found.put(version, loaded);
        return loaded;
    }

    private Found fetch(Version version) {
        String sha256 = version.sha256();
        try {
            ModelBundle bundle = BundleCodec.read(registry.fetch(version.model(), sha256), sha256);
            return new Found(
                    VersionTerms.of(ManifestReader.read("manifest of " + sha256, bundle.manifest(), List.of()), bundle),
                    Instant.MAX);
        } catch (RuntimeException e) {
            meters.counter("tidemark.joiner.terms.missing", "model", version.model())
                    .increment();
            VersionTerms instead = fromFolder(version.model());
            LOG.warn(
                    "The bundle {} of {} cannot be had; {} until it can: {}",
                    sha256,
                    version.model(),
                    instead.equals(VersionTerms.UNKNOWN)
                            ? "the defaults hold"
                            : "the manifest in the models folder holds",
                    e.getMessage(),
                    e);
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

    /// Ends what is being fetched.
    @Override
    public void close() {
        loader.close();
    }

    private record Version(String model, String sha256) {
        @Override
        public String toString() {
            return model + " " + sha256;
        }
    }

    /// @param retryAt from when on the registry is asked again
    private record Found(VersionTerms terms, Instant retryAt) {}
}
