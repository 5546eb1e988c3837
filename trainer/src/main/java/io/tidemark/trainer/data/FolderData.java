package io.tidemark.trainer.data;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Joins the data files of a folder, in the order of their names; all have to be CSV with the same header, or all JSON
/// lines.
final class FolderData {
    private FolderData() {}

    private static final String BOM = "\ufeff";

    /// Writes the joined files to `target`.
    static void join(Path folder, Path target) {
        try (Stream<Path> listing = Files.list(folder)) {
            List<Path> files = listing.filter(
                            file -> Archives.isText(file.getFileName().toString()))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new DataException("Found no data file in " + folder
                        + ", expected .csv, .json, .jsonl or .ndjson. A Parquet file is named by itself.");
            }
            long csv = files.stream().filter(FolderData::isCsv).count();
            if (csv != 0 && csv != files.size()) {
                throw new DataException("Found " + csv + " CSV files of " + files.size() + " data files in " + folder
                        + ", expected all to be CSV or all JSON lines.");
            }
            append(files, target);
        } catch (IOException e) {
            throw new DataException("The folder " + folder + " cannot be read: " + e, e);
        }
    }

    private static void append(List<Path> files, Path joined) throws IOException {
        String header = null;
        try (BufferedWriter out = Files.newBufferedWriter(joined)) {
            for (Path file : files) {
                boolean csv = isCsv(file);
                try (BufferedReader in = Files.newBufferedReader(file)) {
                    String first = csv ? header(in) : null;
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

    private static boolean isCsv(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    private static @Nullable String header(BufferedReader in) throws IOException {
        String line = in.readLine();
        return line != null && line.startsWith(BOM) ? line.substring(1) : line;
    }

    private static void write(BufferedWriter out, @Nullable String line) throws IOException {
        if (line != null) {
            out.write(line);
            out.write('\n');
        }
    }
}
