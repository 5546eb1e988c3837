package io.tidemark.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Bundles on this machine, by content: `<root>/<model>/bundles/<sha256>.bundle`.
///
/// A file appears under its name only once all its bytes are on disk.
public final class BundleFolder {
    private static final String SUFFIX = ".bundle";

    private final Path root;

    public BundleFolder(Path root) {
        this.root = root;
    }

    /// Puts a bundle where it belongs; an equal file stays, one that was altered is replaced.
    ///
    /// @throws IOException when the disk does not take it
    public void store(String model, String sha256, byte[] bundle) throws IOException {
        Path file = file(model, sha256);
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bundle)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Path part = Files.createTempFile(file.getParent(), "incoming-", ".part");
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bundle);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            Folders.forceNameOf(file);
        } catch (AtomicMoveNotSupportedException e) {
            throw new RegistryException("The file system of " + file + " cannot rename files atomically.", e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// The bytes of a bundle, unchecked.
    ///
    /// @param maxBytes largest size that is taken, bytes
    /// @throws TooLargeException when it is larger
    /// @throws RegistryException when it is not there or cannot be read
    public byte[] fetch(String model, String sha256, long maxBytes) {
        Path file = file(model, sha256);
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            if (size > maxBytes) {
                throw new TooLargeException("a bundle of " + size + " bytes at " + file, maxBytes);
            }
            byte[] bundle = in.readNBytes((int) Math.min(maxBytes, ModelRegistry.LARGEST));
            if (in.read() >= 0) {
                throw new TooLargeException("a bundle that grows at " + file, maxBytes);
            }
            return bundle;
        } catch (NoSuchFileException e) {
            throw new RegistryException(
                    "Found no bundle " + sha256 + " of model " + model + " at " + file
                            + ": it was removed, or the registry is another one.",
                    e);
        } catch (IOException e) {
            throw new RegistryException("The bundle " + file + " cannot be read.", e);
        }
    }

    /// Hashes of the bundles that are here, sorted.
    public List<String> hashes(String model) {
        Path folder = folder(model);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new RegistryException("The bundles in " + folder + " cannot be listed.", e);
        }
    }

    /// Size of a bundle, bytes.
    public long size(String model, String sha256) {
        try {
            return Files.size(file(model, sha256));
        } catch (IOException e) {
            throw new RegistryException("The bundle " + file(model, sha256) + " cannot be looked at.", e);
        }
    }

    /// Removes a bundle; does nothing where there is none.
    public void remove(String model, String sha256) {
        try {
            Files.deleteIfExists(file(model, sha256));
        } catch (IOException e) {
            throw new RegistryException("The bundle " + file(model, sha256) + " cannot be removed.", e);
        }
    }

    /// Does something while nobody registers a version of the model here, for example finds out what no version names
    /// and removes it.
    public <T> T alone(String model, ModelLock.Change<T> change) {
        return ModelLock.holding(root, model, change);
    }

    private Path folder(String model) {
        return root.resolve(ModelName.require(model)).resolve("bundles");
    }

    private Path file(String model, String sha256) {
        return folder(model).resolve(Sha256.requireForm(sha256) + SUFFIX);
    }
}
