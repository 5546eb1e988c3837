package io.tidemark.scoring.serving;

import io.tidemark.event.Activated;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.RegistryException;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Versions as history needs them: the very bundles that activations name, known by their hashes.
///
/// They are not tried again. What answered once answers the same once more, however slow this machine is and whatever
/// the verifier of today thinks of it. Belongs to one thread.
public final class PastVersions {
    private final BundleSource source;
    private final Map<WantedVersion, ServingModel> loaded = new HashMap<>();

    /// @param cacheDir where a scorer keeps bundles that it verified; looked at first
    public PastVersions(ModelRegistry registry, Path cacheDir) {
        // What answered once was small enough then; and nothing is kept here that a scorer did not keep.
        this.source = new BundleSource(registry, new BundleCache(cacheDir, Long.MAX_VALUE), Long.MAX_VALUE);
    }

    /// The routing of an activation with its versions.
    ///
    /// @param entry an activation
    /// @throws RegistryException when a bundle is not there any more, or is another one
    public ReadyActivation under(TimelineEntry entry) {
        WantedActivation activation =
                WantedActivation.of(entry, (Activated) entry.event().getFact());
        Map<WantedVersion, ServingModel> versions = new HashMap<>();
        activation.versions().forEach(wanted -> versions.put(wanted, get(wanted)));
        return activation.ready(versions);
    }

    /// One version.
    ///
    /// @throws RegistryException when its bundle is not there any more, or is another one
    public ServingModel version(String model, int version, String sha256) {
        return get(new WantedVersion(model, version, sha256));
    }

    private ServingModel get(WantedVersion wanted) {
        ServingModel known = loaded.get(wanted);
        if (known != null) {
            return known;
        }
        ServingModel fresh = load(wanted);
        loaded.put(wanted, fresh);
        return fresh;
    }

    private ServingModel load(WantedVersion wanted) {
        try {
            ModelBundle bundle = BundleSource.parse(source.fetch(wanted.model(), wanted.sha256()), wanted.sha256());
            return new ServingModel(wanted.model(), wanted.version(), wanted.sha256(), bundle, new RecentRows())
                    .explaining(ManifestReader.readExplain("manifest of the bundle", bundle.manifest()));
        } catch (LoadException e) {
            throw new RegistryException(
                    "Version " + wanted.version() + " of " + wanted.model()
                            + " answered in this range and cannot be had"
                            + " any more; expected its bundle " + wanted.sha256() + " in the model registry: "
                            + e.getMessage(),
                    e);
        }
    }
}
