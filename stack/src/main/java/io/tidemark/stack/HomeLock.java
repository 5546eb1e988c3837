package io.tidemark.stack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Keeps two stacks from sharing a home. The operating system gives it back when its process ends in whatever way.
final class HomeLock implements AutoCloseable {
    /// The locked byte lies far behind the text, which stays readable where locks are mandatory.
    private static final long BEHIND_THE_TEXT = Long.MAX_VALUE - 1;

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws StackException when another stack holds it
    static HomeLock take(StackHome home) {
        Path file = home.lock();
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new StackException("Found a running stack in " + home.directory() + " (process "
                        + Files.readString(file).strip() + "), expected none: use that one, stop it with"
                        + " 'tidemark down', or choose another home.");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            return new HomeLock(channel);
        } catch (IOException e) {
            throw new StackException("The lock file " + file + " cannot be used: " + e, e);
        }
    }

    /// Null when another process, or another stack of this one, holds the lock.
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(BEHIND_THE_TEXT, 1, false);
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StackException("The lock of the home directory cannot be given back: " + e, e);
        }
    }
}
