package io.tidemark.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps versions of models, their bundles, aliases and history. Safe for use by many threads and processes.
public interface ModelRegistry {
    /// Alias of the version that serves.
    String CHAMPION = "champion";

    /// Alias of the version on trial.
    String CHALLENGER = "challenger";

    /// Largest array that a Java process can hold for sure, bytes.
    long LARGEST = Integer.MAX_VALUE - 8;

    /// Adds a version. A second registration of the same run changes nothing and returns the version of the first.
    ///
    /// @throws RegistryException when it cannot be stored
    ModelVersion register(Registration registration);

    /// Names of all models, sorted.
    List<String> models();

    /// Versions of a model, oldest first; empty for an unknown model.
    List<ModelVersion> versions(String model);

    /// One version.
    default Optional<ModelVersion> version(String model, int version) {
        return versions(model).stream().filter(v -> v.version() == version).findFirst();
    }

    /// The version that a training run made.
    default Optional<ModelVersion> versionOfRun(String model, String runId) {
        return versions(model).stream().filter(v -> v.runId().equals(runId)).findFirst();
    }

    /// The bytes of a bundle, whatever its size. Whoever uses them checks their hash.
    ///
    /// @throws RegistryException when there is no such bundle or it cannot be read
    default byte[] fetch(String model, String bundleSha256) {
        return fetch(model, bundleSha256, LARGEST);
    }

    /// The bytes of a bundle of a bounded size: a larger one is refused before it is read into memory.
    ///
    /// @param maxBytes largest size that is taken, bytes
    /// @throws TooLargeException when it is larger
    /// @throws RegistryException when there is no such bundle or it cannot be read
    byte[] fetch(String model, String bundleSha256, long maxBytes);

    /// Points an alias at a version; setting what already holds changes nothing.
    ///
    /// @throws RegistryException when the version does not exist or was refused
    void setAlias(String model, String alias, int version, String actor, String reason);

    /// Versions by alias.
    Map<String, Integer> aliases(String model);

    /// Everything that happened to a model, oldest first.
    List<HistoryEntry> history(String model);
}
