package io.tidemark.cli.stack;

import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.Registries;
import io.tidemark.registry.RegistrySettings;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folders of a home. Broker and schema registry keep theirs beside these.
///
/// @param directory the home itself
public record Home(Path directory) {
    private static final Logger LOG = LoggerFactory.getLogger(Home.class);

    /// Models and their history; beside a registry elsewhere, the bundles that were fetched from it.
    public Path registry() {
        return directory.resolve("registry");
    }

    /// The model registry: MLflow when the environment names one, or the folder.
    public ModelRegistry openRegistry() {
        return Registries.open(
                RegistrySettings.of(registry(), System.getenv()),
                System.getenv(),
                (what, cause) -> LOG.warn("{}: {}", what, cause.getMessage()));
    }

    /// One folder per training run, below one per model.
    public Path runs() {
        return directory.resolve("runs");
    }

    /// State stores of the services.
    public Path state() {
        return directory.resolve("state");
    }

    /// Downloaded data.
    public Path dataCache() {
        return directory.resolve("cache").resolve("data");
    }

    /// Verified bundles.
    public Path bundleCache() {
        return directory.resolve("cache").resolve("bundles");
    }

    /// Log files.
    public Path logs() {
        return directory.resolve("logs");
    }

    /// What other processes need to know about the services.
    public Path servicesFile() {
        return directory.resolve("run").resolve("services.json");
    }
}
