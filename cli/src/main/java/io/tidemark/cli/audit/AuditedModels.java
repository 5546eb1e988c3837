package io.tidemark.cli.audit;

import io.tidemark.event.Prediction;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleException;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.manifest.ManifestException;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.RegistryException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The versions that answered, from the registry, each read once.
final class AuditedModels {
    private static final Logger LOG = LoggerFactory.getLogger(AuditedModels.class);

    private final ModelRegistry registry;
    private final Map<String, Optional<Version>> versions = new HashMap<>();

    AuditedModels(ModelRegistry registry) {
        this.registry = registry;
    }

    /// Scores as the version that answered; empty when the registry does not have it.
    Optional<ModelScorer> scorer(Prediction prediction) {
        return of(prediction).map(Version::scorer);
    }

    /// How long predictions wait for their labels, milliseconds; empty when the registry does not have the version.
    OptionalLong horizonMs(Prediction prediction) {
        return of(prediction)
                .map(version -> OptionalLong.of(version.horizonMs()))
                .orElse(OptionalLong.empty());
    }

    private Optional<Version> of(Prediction prediction) {
        return versions.computeIfAbsent(prediction.getBundleSha256(), sha -> read(prediction.getModel(), sha));
    }

    private Optional<Version> read(String model, String sha) {
        try {
            ModelBundle bundle = BundleCodec.read(registry.fetch(model, sha), sha);
            return Optional.of(new Version(
                    bundle.newScorer(),
                    ManifestReader.read("manifest of " + sha, bundle.manifest(), List.of())
                            .labels()
                            .horizon()
                            .toMillis()));
        } catch (RegistryException | BundleException | ManifestException e) {
            LOG.warn(
                    "The bundle {} of {} cannot be had, its labels and values are not judged: {}",
                    sha,
                    model,
                    e.getMessage());
            return Optional.empty();
        }
    }

    private record Version(ModelScorer scorer, long horizonMs) {}
}
