package io.tidemark.registry;

import io.tidemark.registry.guard.GuardRules;
import io.tidemark.registry.mlflow.MlflowAddress;
import java.nio.file.Path;
import java.util.Map;

/// Which registry is used.
///
/// @param dir folder of this machine: the registry itself, or what is kept of one elsewhere
/// @param mlflowUri address of an MLflow server; empty: the folder is the registry
/// @param mirror second place for bundles beside MLflow, for example `gs://bucket/prefix`; empty: none
/// @param rules when MLflow and mirror are asked again, and when they are left alone
public record RegistrySettings(Path dir, String mlflowUri, String mirror, GuardRules rules) {
    /// Environment variable of the mirror, for the command line.
    private static final String MIRROR_VARIABLE = "TIDEMARK_REGISTRY_MIRROR";

    public RegistrySettings {
        if (!mirror.isBlank() && mlflowUri.isBlank()) {
            throw new RegistryException("Found the mirror " + mirror + " without an MLflow server, expected both:"
                    + " a folder is on this machine already. Set " + MlflowAddress.URI_VARIABLE + ".");
        }
    }

    /// A folder of this machine, and nothing else.
    public static RegistrySettings local(Path dir) {
        return new RegistrySettings(dir, "", "", GuardRules.DEFAULT);
    }

    /// What the environment says: MLflow when `MLFLOW_TRACKING_URI` is set.
    public static RegistrySettings of(Path dir, Map<String, String> environment) {
        return new RegistrySettings(
                dir,
                environment.getOrDefault(MlflowAddress.URI_VARIABLE, ""),
                environment.getOrDefault(MIRROR_VARIABLE, ""),
                GuardRules.DEFAULT);
    }

    /// The address without a password that may be in it.
    @Override
    public String toString() {
        return "RegistrySettings[dir=" + dir + ", mlflowUri="
                + (mlflowUri.isBlank() ? "" : MlflowAddress.of(mlflowUri, Map.of())) + ", mirror=" + mirror + "]";
    }
}
