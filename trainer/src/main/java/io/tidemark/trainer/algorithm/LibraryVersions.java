package io.tidemark.trainer.algorithm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// Versions of the training libraries, and version and commit of this code, as the build resolved them.
final class LibraryVersions {
    private static final Properties VERSIONS = load();

    private LibraryVersions() {}

    static String get(String library) {
        return VERSIONS.getProperty(library, "unknown");
    }

    private static Properties load() {
        Properties versions = new Properties();
        try (InputStream file = LibraryVersions.class.getResourceAsStream("library-versions.properties")) {
            if (file != null) {
                versions.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }
}
