package io.tidemark.cli.audit;

import io.tidemark.event.Prediction;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.registry.ModelRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The versions that answered, from the registry, each read once.
final class AuditedModels {
    private final ModelRegistry registry;
    private final Map<String, Version> versions = new HashMap<>();

    AuditedModels(ModelRegistry registry) {
        this.registry = registry;
    }

    ModelScorer scorer(Prediction prediction) {
        return of(prediction).scorer();
    }

    /// How long predictions wait for their labels, milliseconds.
    long horizonMs(Prediction prediction) {
        return of(prediction).horizonMs();
    }

    private Version of(Prediction prediction) {
        return versions.computeIfAbsent(prediction.getBundleSha256(), sha -> {
            ModelBundle bundle = BundleCodec.read(registry.fetch(prediction.getModel(), sha), sha);
            return new Version(
                    bundle.newScorer(),
                    ManifestReader.read("manifest of " + sha, bundle.manifest(), List.of())
                            .labels()
                            .horizon()
                            .toMillis());
        });
    }

    private record Version(ModelScorer scorer, long horizonMs) {}
}
