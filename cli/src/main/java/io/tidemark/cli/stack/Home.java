package io.tidemark.cli.stack;

import java.nio.file.Path;

/// The folders of a home. Broker and schema registry keep theirs beside these.
///
/// @param directory the home itself
public record Home(Path directory) {
    /// Models and their history.
    public Path registry() {
        return directory.resolve("registry");
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
