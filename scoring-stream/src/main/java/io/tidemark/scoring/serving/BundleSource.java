package io.tidemark.scoring.serving;

import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleException;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gets bundles from a cache on disk or from the registry. Whatever comes from either is hashed before it is parsed.
final class BundleSource {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Logger LOG = LoggerFactory.getLogger(BundleSource.class);

    private final ModelRegistry registry;
    private final Path cacheDir;

    BundleSource(ModelRegistry registry, Path cacheDir) {
        this.registry = registry;
        this.cacheDir = cacheDir;
    }

    /// The bytes of a bundle whose hash was checked.
    ///
    /// @throws LoadException when it cannot be reached, or is another one
    byte[] fetch(String model, String sha256) throws LoadException {
        requireHash(sha256);
        byte[] cached = cached(sha256);
        if (cached != null) {
            return cached;
        }
        byte[] file;
        try {
            file = registry.fetch(model, sha256);
        } catch (RegistryException e) {
            throw new LoadException("fetch", true, e);
        }
        String found = Sha256.of(file);
        if (!found.equals(sha256)) {
            throw otherHash("Found a bundle with SHA-256 " + found + " in the registry, expected " + sha256 + ".");
        }
        return file;
    }

    /// The bundle of these bytes.
    static ModelBundle parse(byte[] file, String sha256) throws LoadException {
        try {
            return BundleCodec.read(file, sha256);
        } catch (BundleException e) {
            throw new LoadException(e.check().code(), false, e);
        }
    }

    /// Keeps a bundle that was verified. A full disk costs the cache, not the model.
    void keep(byte[] file, String sha256) {
        Path target = cacheDir.resolve(sha256 + ".bundle");
        if (Files.exists(target)) {
            return;
        }
        try {
            Files.createDirectories(cacheDir);
            Path part = Files.createTempFile(cacheDir, "incoming-", ".part");
            try {
                Files.write(part, file);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            LOG.warn(
                    "The bundle {} could not be kept in {}; a start without registry will miss it.",
                    sha256,
                    cacheDir,
                    e);
        }
    }

    /// The hash comes from the timeline and becomes a file name: one that is none could lead out of the cache.
    private static void requireHash(String sha256) throws LoadException {
        if (!SHA256.matcher(sha256).matches()) {
            throw otherHash(
                    "Found the SHA-256 '" + sha256 + "' on the timeline, expected 64 lower-case hexadecimal digits.");
        }
    }

    private static LoadException otherHash(String message) {
        BundleException other = new BundleException(BundleException.Check.SHA256, message);
        return new LoadException(other.check().code(), false, other);
    }

    private byte @Nullable [] cached(String sha256) {
        Path file = cacheDir.resolve(sha256 + ".bundle");
        if (!Files.exists(file)) {
            return null;
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (Sha256.of(bytes).equals(sha256)) {
                return bytes;
            }
            LOG.warn("The cached bundle {} is damaged; it is fetched again.", file);
            Files.delete(file);
        } catch (IOException e) {
            LOG.warn("The cached bundle {} cannot be read; it is fetched again.", file, e);
        }
        return null;
    }
}
