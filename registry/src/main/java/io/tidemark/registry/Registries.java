package io.tidemark.registry;

import io.tidemark.registry.cascade.BundleMirror;
import io.tidemark.registry.cascade.CascadingRegistry;
import io.tidemark.registry.guard.DependencyHealth;
import io.tidemark.registry.guard.Guard;
import io.tidemark.registry.guard.GuardRules;
import io.tidemark.registry.mlflow.MlflowAddress;
import io.tidemark.registry.mlflow.MlflowConnection;
import io.tidemark.registry.mlflow.MlflowRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/// Opens the registry that the settings choose. Opening asks nobody: a registry that is down is found out when it is
/// needed.
public final class Registries {
    private Registries() {}

    /// The registry of the settings.
    ///
    /// @param environment has MLflow's credentials
    /// @param listener hears what went wrong and was got over
    public static ModelRegistry open(
            RegistrySettings settings, Map<String, String> environment, CascadingRegistry.Listener listener) {
        if (settings.mlflowUri().isBlank()) {
            return new LocalDirectoryRegistry(settings.dir());
        }
        MlflowAddress address = MlflowAddress.of(settings.mlflowUri(), environment);
        MlflowConnection connection = new MlflowConnection(address, Guard.of("MLflow at " + address, settings.rules()));
        return new CascadingRegistry(
                new MlflowRegistry(connection, Clock.systemUTC()),
                settings.mirror().isBlank()
                        ? Optional.empty()
                        : Optional.of(mirror(settings.mirror(), settings.rules())),
                new BundleFolder(settings.dir()),
                listener);
    }

    private static BundleMirror mirror(String address, GuardRules rules) {
        String scheme = address.contains(":") ? address.substring(0, address.indexOf(':')) : "";
        List<String> known = new ArrayList<>();
        for (BundleMirror.Provider provider : ServiceLoader.load(BundleMirror.Provider.class)) {
            if (provider.scheme().equals(scheme)) {
                return provider.open(address, rules);
            }
            known.add(provider.scheme() + "://...");
        }
        throw new RegistryException("Found the mirror '" + address + "', expected one of " + known
                + ": other kinds are not on the class path.");
    }

    /// The MLflow registry behind a registry, if there is one.
    public static Optional<MlflowRegistry> mlflow(ModelRegistry registry) {
        return registry instanceof CascadingRegistry cascade && cascade.registry() instanceof MlflowRegistry mlflow
                ? Optional.of(mlflow)
                : Optional.empty();
    }

    /// Gives a bundle that the registry elsewhere has taken to its mirror and to this machine; does nothing for a
    /// folder.
    public static void spread(ModelRegistry registry, ModelVersion version, byte[] bundle) {
        if (registry instanceof CascadingRegistry cascade) {
            cascade.spread(version, bundle);
        }
    }

    /// How whatever a registry depends on is; empty for a folder, which depends on nothing.
    public static List<DependencyHealth> health(ModelRegistry registry) {
        List<DependencyHealth> health = new ArrayList<>();
        mlflow(registry).ifPresent(mlflow -> health.add(mlflow.connection().health()));
        if (registry instanceof CascadingRegistry cascade) {
            cascade.mirror().ifPresent(mirror -> health.add(mirror.health()));
        }
        return health;
    }
}
