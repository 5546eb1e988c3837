package io.tidemark.model.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tables of `docs/manifest.md`.
final class ManifestDocument {
    private static final Pattern HEADING = Pattern.compile("#{2,4} (?:`([^`]+)`|Top level)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern BOUNDS = Pattern.compile("`([^`]+)` to `([^`]+)`.*");

    private ManifestDocument() {}

    /// All keys, in the order of the document.
    static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        String section = "";
        boolean keys = false;
        for (String line : lines()) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                section = heading.group(1) == null ? "" : heading.group(1);
            }
            if (!line.startsWith("|")) {
                keys = false;
            } else if (line.startsWith("| key |")) {
                keys = true;
            } else if (keys && !line.startsWith("|---")) {
                entries.add(entry(section, line));
            }
        }
        return entries;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Path.of("..", "docs", "manifest.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry entry(String section, String line) {
        List<String> cells =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        if (cells.size() != 9) {
            throw new AssertionError("Found " + (cells.size() - 2) + " cells, expected 7: " + line);
        }
        return new Entry(
                section,
                code(cells.get(1)).orElseThrow(),
                cells.get(2),
                cells.get(4),
                cells.get(5),
                cells.get(6),
                cells.get(7));
    }

    private static Optional<String> code(String cell) {
        Matcher code = CODE.matcher(cell);
        return code.matches() ? Optional.of(code.group(1)) : Optional.empty();
    }

    /// One row of a table.
    record Entry(
            String section, String key, String type, String range, String defaultCell, String meaning, String example) {
        String path() {
            return section.isEmpty() ? key : section + "." + key;
        }

        /// The default as YAML, where the document gives one.
        Optional<String> defaultValue() {
            return code(defaultCell);
        }

        /// The example as YAML.
        String exampleValue() {
            return code(example).orElseThrow(() -> new AssertionError("Found no example of " + path() + "."));
        }

        /// Smallest and largest value, where the document gives them as YAML.
        List<String> bounds() {
            Matcher bounds = BOUNDS.matcher(range);
            return bounds.matches() ? List.of(bounds.group(1), bounds.group(2)) : List.of();
        }

        @Override
        public String toString() {
            return path();
        }
    }
}
