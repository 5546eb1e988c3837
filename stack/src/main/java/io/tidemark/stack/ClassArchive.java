package io.tidemark.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The JVM's archive of a child's loaded classes, which halves the child's start.
///
/// A JVM without an archive writes one when it ends. It is kept only when that child had been ready: one that failed
/// early leaves an archive of next to nothing, which no JVM would ever replace.
///
/// @param file where it lies; the name holds a digest of Java version and jars, for it belongs to exactly these
record ClassArchive(Path file) {
    private static final int DIGEST_DIGITS = 12;

    /// The archive lies beside the programs that it belongs to, for all homes; where those are read-only, in the home.
    static ClassArchive of(String child, List<Path> classPath, StackRuntime runtime, StackHome home) {
        Path directory = Files.isWritable(runtime.directory()) ? runtime.directory() : home.cache();
        return new ClassArchive(directory.resolve(child + "-" + digest(classPath) + ".jsa"));
    }

    /// What makes the JVM use the archive, or write it where there is none yet.
    String option() {
        return Files.exists(file) ? "-XX:SharedArchiveFile=" + file : "-XX:ArchiveClassesAtExit=" + written();
    }

    /// Settles what becomes of an archive that the JVM wrote, after its end.
    ///
    /// @param wasReady the child had done its work
    void settle(boolean wasReady) {
        try {
            if (wasReady && Files.exists(written())) {
                Files.move(written(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(written());
            }
        } catch (IOException e) {
            System.getLogger(ClassArchive.class.getName())
                    .log(System.Logger.Level.WARNING, "The next start will be slower, without " + file, e);
        }
    }

    private Path written() {
        return file.resolveSibling(file.getFileName() + ".next");
    }

    private static String digest(List<Path> classPath) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            update(sha, System.getProperty("java.home") + System.getProperty("java.runtime.version"));
            for (Path jar : classPath) {
                update(sha, jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar));
            }
            return HexFormat.of().formatHex(sha.digest()).substring(0, DIGEST_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each JDK has SHA-256.", e);
        } catch (IOException e) {
            throw new StackException("The programs of the stack cannot be read: " + e, e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
