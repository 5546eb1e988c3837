package io.tidemark.scoring.serving;

import io.tidemark.model.bundle.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bundles that were verified, on disk by their hash, for a start without registry.
///
/// It holds a bounded number of bytes: those that were used least recently go first. A disk that is full or broken
/// costs the cache, not the model.
final class BundleCache {
    private static final String SUFFIX = ".bundle";
    private static final String PART = ".part";

    /// A file that was begun so long ago is nobody's any more: whoever wrote it was killed.
    private static final Duration ABANDONED = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(BundleCache.class);

    private final Path folder;
    private final long maxBytes;

    /// @param maxBytes how much it may hold, bytes
    BundleCache(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /// A bundle whose hash was checked; null when it is not here or damaged.
    ///
    /// @param sha256 64 lower-case hexadecimal digits
    byte @Nullable [] get(String sha256) {
        Path file = file(sha256);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (Sha256.of(bytes).equals(sha256)) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
                return bytes;
            }
            LOG.warn("The cached bundle {} is damaged; it is fetched again.", file);
            Files.delete(file);
        } catch (IOException e) {
            LOG.warn("The cached bundle {} cannot be read; it is fetched again.", file, e);
        }
        return null;
    }

    /// Keeps a bundle that was verified, and lets go of others as far as they are too many.
    ///
    /// @param inUse hashes of bundles that stay whatever their size
    void keep(byte[] bundle, String sha256, Set<String> inUse) {
        Path target = file(sha256);
        try {
            if (!Files.exists(target)) {
                write(bundle, target);
            }
            prune(sha256, inUse);
        } catch (IOException e) {
            LOG.warn(
                    "The bundle {} could not be kept in {}; a start without registry will miss it.", sha256, folder, e);
        }
    }

    private void write(byte[] bundle, Path target) throws IOException {
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, "incoming-", PART);
        try {
            Files.write(part, bundle);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void prune(String newest, Set<String> inUse) throws IOException {
        List<Kept> kept = kept();
        long bytes = kept.stream().mapToLong(Kept::bytes).sum();
        for (Kept oldest : kept) {
            boolean stays = oldest.name().equals(newest + SUFFIX)
                    || inUse.stream().anyMatch(sha256 -> oldest.name().equals(sha256 + SUFFIX));
            if (bytes > maxBytes && !stays) {
                Files.deleteIfExists(oldest.file());
                bytes -= oldest.bytes();
                LOG.info("The cached bundle {} made room for newer ones.", oldest.file());
            }
        }
    }

    /// Bundles in the folder, the one used least recently first; what was abandoned half written is removed.
    private List<Kept> kept() throws IOException {
        List<Kept> kept = new ArrayList<>();
        Instant abandoned = Instant.now().minus(ABANDONED);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                Instant used = attributes.lastModifiedTime().toInstant();
                if (name.endsWith(SUFFIX)) {
                    kept.add(new Kept(file, used, attributes.size()));
                } else if (name.endsWith(PART) && used.isBefore(abandoned)) {
                    Files.deleteIfExists(file);
                }
            }
        }
        kept.sort(Comparator.comparing(Kept::used));
        return kept;
    }

    private Path file(String sha256) {
        return folder.resolve(sha256 + SUFFIX);
    }

    /// A bundle in the folder.
    ///
    /// @param used when it was written or read last
    private record Kept(Path file, Instant used, long bytes) {
        String name() {
            return file.getFileName().toString();
        }
    }
}
