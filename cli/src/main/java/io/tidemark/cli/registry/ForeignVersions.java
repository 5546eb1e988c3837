package io.tidemark.cli.registry;

import io.tidemark.bridge.Adoptions;
import io.tidemark.bridge.Candidates;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registries;
import io.tidemark.registry.foreign.ForeignImport;
import io.tidemark.registry.mlflow.MlflowRegistry;
import java.time.Clock;
import java.util.Optional;

/// Versions that other tools registered with MLflow: whoever asks for one waits for its import.
public final class ForeignVersions {
    private ForeignVersions() {}

    /// Whoever imports them now.
    ///
    /// @param registry where bundles go, mirrors included
    /// @param models manifests that models are held against
    public static Candidates candidates(ModelRegistry registry, MlflowRegistry mlflow, ModelsOption models) {
        return new Candidates(
                mlflow,
                ForeignImport.find(models.folder(), models.overrides()),
                Adoptions.atOnce(
                        mlflow, (version, bundle) -> Registries.spread(registry, version, bundle), Clock.systemUTC()));
    }

    /// A version of an MLflow registry, which has a bundle then; empty: there is none of this number, or no MLflow.
    ///
    /// @throws RegistryException when it gets none, with the reason
    public static Optional<ModelVersion> imported(
            ModelRegistry registry, ModelsOption models, String model, int version) {
        return Registries.mlflow(registry)
                .flatMap(mlflow -> candidates(registry, mlflow, models).withBundle(model, version));
    }
}
