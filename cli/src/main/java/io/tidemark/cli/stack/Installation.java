package io.tidemark.cli.stack;

import java.nio.file.Path;

/// Where Tidemark itself is installed; the launcher says so.
public final class Installation {
    private Installation() {}

    /// The folder with the launcher.
    public static Path root() {
        return Path.of(System.getProperty("tidemark.install.dir", ""))
                .toAbsolutePath()
                .normalize();
    }

    /// The example manifests.
    public static Path models() {
        return root().resolve("models");
    }
}
