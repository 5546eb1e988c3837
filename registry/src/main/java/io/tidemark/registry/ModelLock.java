package io.tidemark.registry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Who may change what a folder keeps of a model: one thread of one process at a time.
public final class ModelLock {
    /// File locks are those of a process; threads of it need their own.
    private static final Map<Path, ReentrantLock> THREAD_LOCKS = new ConcurrentHashMap<>();

    private ModelLock() {}

    /// What is done under the lock.
    @FunctionalInterface
    public interface Change<T> {
        T apply() throws IOException;
    }

    /// Does something as the only one.
    ///
    /// @param root folder of the registry
    /// @throws RegistryException when it cannot be locked or changed
    public static <T> T holding(Path root, String model, Change<T> change) {
        Path folder = root.resolve(ModelName.require(model));
        ReentrantLock threadLock = threadLock(folder);
        threadLock.lock();
        try {
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                Objects.requireNonNull(held);
                return change.apply();
            }
        } catch (IOException e) {
            throw new RegistryException("The registry in " + folder + " cannot be written: " + e.getMessage(), e);
        } finally {
            threadLock.unlock();
        }
    }

    private static ReentrantLock threadLock(Path folder) {
        try {
            Path real = Files.createDirectories(folder).toRealPath();
            return THREAD_LOCKS.computeIfAbsent(real, ignored -> new ReentrantLock());
        } catch (IOException e) {
            throw new RegistryException("The registry in " + folder + " cannot be made: " + e, e);
        }
    }
}
