package io.tidemark.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The checkout that the tests run in.
final class SourceTree {
    private SourceTree() {}

    static Path root() {
        return Path.of(System.getProperty("source.dir", "..")).toAbsolutePath().normalize();
    }

    static String read(String file) {
        try {
            return Files.readString(root().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
