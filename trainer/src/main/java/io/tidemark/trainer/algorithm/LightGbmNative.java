package io.tidemark.trainer.algorithm;

import io.github.metarank.lightgbm4j.LGBMBooster;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads LightGBM's native library out of a folder of this process.
///
/// Left alone, lightgbm4j writes the library to a fixed name in the machine's temporary folder at each start, over the
/// file that other processes run from: they die of SIGSEGV in the middle of a fit.
public final class LightGbmNative {
    private static final String TEMPORARY_FOLDER = "java.io.tmpdir";
    private static final Logger LOG = LoggerFactory.getLogger(LightGbmNative.class);

    static {
        try {
            loadFromOwnFolder();
        } catch (IOException e) {
            throw new UncheckedIOException("LightGBM's library cannot be unpacked into " + temporaryFolder() + ".", e);
        }
    }

    private LightGbmNative() {}

    /// Loads it; from the second call on nothing happens.
    public static void load() {
        // The work is done once, when this class is initialised.
    }

    private static void loadFromOwnFolder() throws IOException {
        String shared = temporaryFolder();
        Path own = Files.createTempDirectory("tidemark-lightgbm-");
        // Java keeps the folder of its first temporary file for good: let that be the shared one.
        Files.delete(File.createTempFile("tidemark-", ".tmp").toPath());
        System.setProperty(TEMPORARY_FOLDER, own.toString());
        try {
            LGBMBooster.loadNative();
        } finally {
            System.setProperty(TEMPORARY_FOLDER, shared);
            clear(own);
        }
    }

    private static String temporaryFolder() {
        return System.getProperty(TEMPORARY_FOLDER, "");
    }

    /// What is loaded needs no file any more, except on Windows, which keeps it.
    private static void clear(Path folder) {
        try (Stream<Path> listing = Files.list(folder)) {
            List<Path> files = listing.toList();
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            LOG.info("The folder {} of LightGBM's library stays: {}", folder, e.toString());
        }
    }
}
