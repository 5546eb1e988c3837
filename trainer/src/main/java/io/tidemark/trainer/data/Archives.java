package io.tidemark.trainer.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/// Takes one data file out of an archive. Names inside are compared, never used as paths; the unpacked size is bounded.
final class Archives {
    private static final long MAX_BYTES = 64L << 30;
    private static final int CHUNK_BYTES = 1 << 16;

    private Archives() {}

    /// True when the file's name says that it is an archive or compressed.
    static boolean isArchive(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".tgz")
                || lower.endsWith(".tar.gz")
                || lower.endsWith(".tar")
                || lower.endsWith(".zip")
                || lower.endsWith(".gz");
    }

    /// Unpacks a member.
    ///
    /// @param name name of the archive, whose ending says what it is
    /// @param member path inside; empty: the first data file
    /// @throws DataException when there is no such member
    static void extract(Path archive, String name, Optional<String> member, Path target) {
        String lower = name.toLowerCase(Locale.ROOT);
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive))) {
            if (lower.endsWith(".zip")) {
                member(new ZipArchiveInputStream(file), name, member, target);
            } else if (lower.endsWith(".tgz") || lower.endsWith(".tar.gz")) {
                member(new TarArchiveInputStream(new GZIPInputStream(file)), name, member, target);
            } else if (lower.endsWith(".tar")) {
                member(new TarArchiveInputStream(file), name, member, target);
            } else {
                copy(new GZIPInputStream(file), name, target);
            }
        } catch (IOException e) {
            throw new DataException("The archive " + name + " cannot be unpacked: " + e, e);
        }
    }

    private static void member(
            ArchiveInputStream<? extends ArchiveEntry> archive, String name, Optional<String> member, Path target)
            throws IOException {
        StringBuilder seen = new StringBuilder();
        for (ArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            if (entry.isDirectory()) {
                continue;
            }
            if (member.map(entry.getName()::equals).orElse(isData(entry.getName()))) {
                copy(archive, name + "!" + entry.getName(), target);
                return;
            }
            seen.append(seen.isEmpty() ? "" : ", ").append(entry.getName());
        }
        throw new DataException("Found " + seen + " in " + name + ", expected "
                + member.orElse("a .csv, .json, .jsonl, .ndjson or .parquet file") + ": set data.member.");
    }

    /// True when the file's name says that it holds rows.
    static boolean isData(String name) {
        return isText(name) || name.toLowerCase(Locale.ROOT).endsWith(".parquet");
    }

    /// True when the file's name says that it holds rows as text.
    static boolean isText(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".csv")
                || lower.endsWith(".json")
                || lower.endsWith(".jsonl")
                || lower.endsWith(".ndjson");
    }

    private static void copy(InputStream from, String what, Path target) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long done = 0;
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
                done += read;
                if (done > MAX_BYTES) {
                    throw new DataException("Found more than " + MAX_BYTES + " bytes in " + what + ", expected fewer.");
                }
                out.write(chunk, 0, read);
            }
        }
    }
}
