package io.tidemark.trainer.step;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tidemark.model.bundle.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The folder of one step with one key, held by this process alone.
///
/// A step is complete when the folder has its list of files with their hashes; the list is written last, and in one
/// piece. Without it the folder holds what a killed run left, for a step that knows how to go on.
final class StepFolder implements AutoCloseable {
    private static final String LIST = "step.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;
    private final FileChannel lock;

    private StepFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /// The folder, made when it is not there.
    ///
    /// @return empty when another run holds it
    static Optional<StepFolder> hold(Path folder) throws IOException {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        FileChannel lock = FileChannel.open(
                folder.resolveSibling(folder.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() != null) {
                Files.createDirectories(folder);
                return Optional.of(new StepFolder(folder, lock));
            }
        } catch (OverlappingFileLockException e) {
            // Another run of this process holds it.
            lock.close();
            return Optional.empty();
        } catch (IOException e) {
            lock.close();
            throw e;
        }
        lock.close();
        return Optional.empty();
    }

    Path path() {
        return folder;
    }

    /// Whether all files of a complete step are there as they were written.
    boolean isComplete() throws IOException {
        Path list = folder.resolve(LIST);
        if (!Files.exists(list)) {
            return false;
        }
        Map<String, String> hashes;
        try {
            hashes = JSON.readValue(list.toFile(), new TypeReference<TreeMap<String, String>>() {});
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return false;
        }
        for (Map.Entry<String, String> file : hashes.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!Files.isRegularFile(path)
                    || !Sha256.of(Files.readAllBytes(path)).equals(file.getValue())) {
                return false;
            }
        }
        return true;
    }

    /// Says that all files are there.
    void complete() throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        for (Path file : files()) {
            hashes.put(file.getFileName().toString(), Sha256.of(Files.readAllBytes(file)));
        }
        Path part = folder.resolve(LIST + ".part");
        Files.writeString(part, JSON.writeValueAsString(hashes) + "\n");
        Files.move(part, folder.resolve(LIST), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(LIST))
                    .sorted()
                    .toList();
        }
    }

    /// Empties the folder; the list goes first.
    void clear() throws IOException {
        Files.deleteIfExists(folder.resolve(LIST));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /// Deletes all folders beside this one but the newest, unless another run holds them.
    void keepNewest(int kept) throws IOException {
        List<Path> oldest;
        try (Stream<Path> all = Files.list(folder.toAbsolutePath().getParent())) {
            oldest = all.filter(Files::isDirectory)
                    .sorted(Comparator.comparingLong(StepFolder::modified).reversed())
                    .skip(kept)
                    .toList();
        }
        for (Path old : oldest) {
            try (StepFolder held = hold(old).orElse(null)) {
                if (held != null) {
                    held.clear();
                    Files.delete(old);
                }
            }
        }
    }

    private static long modified(Path folder) {
        return folder.toFile().lastModified();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
