package io.tidemark.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files of one stack.
record StackHome(Path directory) {
    Path broker() {
        return directory.resolve("broker");
    }

    Path registry() {
        return directory.resolve("schema-registry");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    /// Class archives of the children's JVMs.
    Path cache() {
        return directory.resolve("cache");
    }

    Path lock() {
        return directory.resolve("run").resolve("lock");
    }

    Path state() {
        return directory.resolve("run").resolve("stack.json");
    }

    /// Makes the directories that do not exist yet.
    void create() {
        try {
            for (Path path : new Path[] {broker(), registry(), logs(), cache(), lock().getParent()}) {
                Files.createDirectories(path);
            }
        } catch (IOException e) {
            throw new StackException(
                    "The home directory " + directory + " cannot be made (" + e
                            + "): choose one that this user may write to.",
                    e);
        }
    }

    /// @throws StackException when the disk is nearly full
    void requireSpace(long minFreeBytes) {
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            if (free < minFreeBytes) {
                throw new StackException("Found " + mebibytes(free) + " MiB free on the disk of " + directory
                        + ", expected at least " + mebibytes(minFreeBytes)
                        + " MiB: make room, or choose a home on another disk.");
            }
        } catch (IOException e) {
            throw new StackException("The free space of " + directory + " cannot be read: " + e, e);
        }
    }

    void removeState() {
        try {
            Files.deleteIfExists(state());
        } catch (IOException e) {
            throw new StackException("The state file " + state() + " cannot be removed: " + e, e);
        }
    }

    private static long mebibytes(long bytes) {
        return bytes / (1024 * 1024);
    }
}
