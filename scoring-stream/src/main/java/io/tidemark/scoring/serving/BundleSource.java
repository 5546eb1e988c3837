package io.tidemark.scoring.serving;

import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleException;
import io.tidemark.model.bundle.BundleException.Check;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.TooLargeException;
import java.util.Set;
import java.util.regex.Pattern;

/// Gets bundles from a cache on disk or from the registry. Whatever comes from either is hashed before it is parsed.
final class BundleSource {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final ModelRegistry registry;
    private final BundleCache cache;
    private final long maxBytes;

    /// @param maxBytes largest bundle that is fetched, bytes
    BundleSource(ModelRegistry registry, BundleCache cache, long maxBytes) {
        this.registry = registry;
        this.cache = cache;
        this.maxBytes = maxBytes;
    }

    /// The bytes of a bundle whose hash was checked.
    ///
    /// @throws LoadException when it cannot be reached, is too large, or is another one
    byte[] fetch(String model, String sha256) throws LoadException {
        requireHash(sha256);
        byte[] cached = cache.get(sha256);
        if (cached != null) {
            return cached;
        }
        byte[] file = fromRegistry(model, sha256);
        String found = Sha256.of(file);
        if (!found.equals(sha256)) {
            throw otherHash("Found a bundle with SHA-256 " + found + " in the registry, expected " + sha256 + ".");
        }
        return file;
    }

    private byte[] fromRegistry(String model, String sha256) throws LoadException {
        try {
            return registry.fetch(model, sha256, maxBytes);
        } catch (TooLargeException e) {
            throw new LoadException(Check.SIZE.code(), false, e);
        } catch (RegistryException e) {
            throw new LoadException("fetch", true, e);
        }
    }

    /// The bundle of these bytes.
    static ModelBundle parse(byte[] file, String sha256) throws LoadException {
        try {
            return BundleCodec.read(file, sha256);
        } catch (BundleException e) {
            throw new LoadException(e.check().code(), false, e);
        }
    }

    /// Keeps a bundle that was verified.
    ///
    /// @param inUse hashes of bundles that serve
    void keep(byte[] file, String sha256, Set<String> inUse) {
        cache.keep(file, sha256, inUse);
    }

    /// The hash comes from the timeline and becomes a file name: one that is none could lead out of the cache.
    private static void requireHash(String sha256) throws LoadException {
        if (!SHA256.matcher(sha256).matches()) {
            throw otherHash(
                    "Found the SHA-256 '" + sha256 + "' on the timeline, expected 64 lower-case hexadecimal digits.");
        }
    }

    private static LoadException otherHash(String message) {
        BundleException other = new BundleException(Check.SHA256, message);
        return new LoadException(other.check().code(), false, other);
    }
}
