package io.tidemark.registry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What file systems keep of folders.
final class Folders {
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(java.util.Locale.ROOT).startsWith("windows");

    private Folders() {}

    /// Waits until a file's name is on disk, not only its content: one that was renamed or created is found again
    /// after a power cut. Windows opens no folders and keeps names by itself.
    static void forceNameOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (WINDOWS || folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
