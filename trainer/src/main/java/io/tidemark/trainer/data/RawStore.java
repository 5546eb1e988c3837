package io.tidemark.trainer.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rows of data as Parquet files that never change, `<sha256>.parquet` by the hash of the data that they are of.
///
/// A file is written beside its place and moved there when it is whole; `<sha256>.parquet.sha256` says what it hashes
/// to (`sha256sum -c` reads it). A file that is not what it was is written again. Data that is Parquet already is kept
/// byte by byte.
final class RawStore {
    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final String UNFINISHED = ".part";
    private static final int ROWS_PER_NEWS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(RawStore.class);

    private final Path folder;
    private final Progress progress;

    RawStore(Path folder, Progress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /// The Parquet file of data; written when it is not there.
    ///
    /// @throws DataException when the data cannot be parsed, or the file not be written
    Path keep(LocatedData data) {
        RowFile rows = RowFile.of(data.file());
        Path kept = folder.resolve(data.sha256() + ".parquet");
        try {
            if (rows instanceof ParquetRows) {
                return isWhole(kept, data.sha256()) ? kept : copied(data.file(), kept);
            }
            Path sum = folder.resolve(kept.getFileName() + ".sha256");
            if (Files.exists(sum) && isWhole(kept, Files.readString(sum).split(" ", 2)[0])) {
                LOG.info("The rows of {} are read from {}.", data.address(), kept);
                return kept;
            }
            return written(rows, data, kept, sum);
        } catch (IOException e) {
            throw new DataException("The rows of " + data.address() + " cannot be kept in " + folder + ": " + e, e);
        }
    }

    private static boolean isWhole(Path kept, String sha256) throws IOException {
        return Files.exists(kept) && DataLocator.hash(kept).equals(sha256) && ParquetRows.isReadable(kept);
    }

    private Path copied(Path file, Path kept) throws IOException {
        Path part = part(kept);
        try {
            Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
            return Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Path written(RowFile rows, LocatedData data, Path kept, Path sum) throws IOException {
        Path part = part(kept);
        Path sumPart = part(sum);
        try {
            write(rows, data, part);
            Files.writeString(sumPart, DataLocator.hash(part) + "  " + kept.getFileName() + "\n");
            Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.move(sumPart, sum, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            LOG.info("Kept the rows of {} in {}.", data.address(), kept);
            return kept;
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(sumPart);
        }
    }

    private void write(RowFile rows, LocatedData data, Path part) throws IOException {
        List<String> columns = rows.columns();
        long total = Files.size(data.file());
        String what = "keeping rows of " + data.address();
        try (RawParquetWriter writer = new RawParquetWriter(part, rows.kind(), columns)) {
            rows.forEach(columns, new RowFile.RowSink() {
                private long count;

                @Override
                public void accept(RowFile.RawRow row) {
                    writer.write(row);
                    if (++count % ROWS_PER_NEWS == 0) {
                        progress.report(what, row.position(), total);
                    }
                }
            });
        }
        progress.report(what, total, total);
    }

    /// A name that no other run uses; clears away what runs that died have left.
    private Path part(Path file) throws IOException {
        Files.createDirectories(folder);
        Instant old = Instant.now().minus(ABANDONED);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path left :
                    files.filter(path -> path.toString().endsWith(UNFINISHED)).toList()) {
                deleteOlder(left, old);
            }
        }
        return folder.resolve(file.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
    }

    private static void deleteOlder(Path file, Instant than) throws IOException {
        try {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(than)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("Another process cleared {} away.", file);
        }
    }
}
