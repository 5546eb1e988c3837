package io.tidemark.trainer.data;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Joins the data files of a folder, in the order of their names; CSV files have to have the same header.
final class FolderData {
    private FolderData() {}

    static Path join(Path folder, Path cacheDir) {
        try (Stream<Path> listing = Files.list(folder)) {
            List<Path> files = listing.filter(
                            file -> Archives.isData(file.getFileName().toString()))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new DataException(
                        "Found no data file in " + folder + ", expected .csv, .json, .jsonl or .ndjson.");
            }
            Files.createDirectories(cacheDir);
            Path joined = Files.createTempFile(cacheDir, folder.getFileName() + "-", ".joined");
            joined.toFile().deleteOnExit();
            append(files, joined);
            return joined;
        } catch (IOException e) {
            throw new DataException("The folder " + folder + " cannot be read: " + e, e);
        }
    }

    private static void append(List<Path> files, Path joined) throws IOException {
        String header = null;
        try (BufferedWriter out = Files.newBufferedWriter(joined)) {
            for (Path file : files) {
                boolean csv = file.getFileName().toString().endsWith(".csv");
                try (BufferedReader in = Files.newBufferedReader(file)) {
                    String first = csv ? in.readLine() : null;
                    if (csv && header == null) {
                        header = first;
                        write(out, first);
                    } else if (csv && first != null && !first.equals(header)) {
                        throw new DataException(
                                "Found the header '" + first + "' in " + file + ", expected '" + header + "'.");
                    }
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        write(out, line);
                    }
                }
            }
        }
    }

    private static void write(BufferedWriter out, @Nullable String line) throws IOException {
        if (line != null) {
            out.write(line);
            out.write('\n');
        }
    }
}
