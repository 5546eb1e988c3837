package io.tidemark.trainer.data;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.tidemark.model.Task;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.NearestKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the rows of a CSV or JSON lines file, one by one, in bounded memory.
///
/// CSV: first line names the columns; an empty cell, `NA`, `NaN`, `null` and `none` are missing unless the manifest
/// lists them as a category or class; a cell that is no number where the manifest expects one stays text, so that
/// encoding reports it. JSON lines: one object a line.
public final class RowReader {
    private static final Set<String> MISSING = Set.of("", "na", "nan", "null", "none");
    private static final String JAVA_SUFFIXES = "dDfF";
    private static final int JSON_SAMPLE = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ModelManifest manifest;
    private final Path file;

    public RowReader(ModelManifest manifest, Path file) {
        this.manifest = manifest;
        this.file = file;
    }

    /// Hands each row to `sink`.
    ///
    /// @throws DataException when the file has no rows, a feature's column is missing, or a line cannot be parsed
    public void forEach(Consumer<DataRow> sink) {
        try {
            if (looksLikeJson()) {
                readJson(sink);
            } else {
                readCsv(sink);
            }
        } catch (CsvParseException | IOException | UncheckedIOException e) {
            throw new DataException("The data file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Names of the columns: of a CSV file its header, of JSON lines all keys of the first 1000 objects.
    ///
    /// @throws DataException when the file is empty, or has no rows below its header
    public List<String> columns() {
        try {
            if (looksLikeJson()) {
                return jsonColumns();
            }
            try (CsvReader<CsvRecord> csv =
                    CsvReader.builder().detectBomHeader(true).ofCsvRecord(file)) {
                List<CsvRecord> lines = csv.stream().limit(2).toList();
                if (lines.size() == 2) {
                    return lines.getFirst().getFields();
                }
            }
            throw onlyHeader();
        } catch (CsvParseException | IOException | UncheckedIOException e) {
            throw new DataException("The data file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private List<String> jsonColumns() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        try (MappingIterator<Map<String, Object>> objects =
                JSON.readerFor(new TypeReference<Map<String, Object>>() {}).readValues(file.toFile())) {
            for (int i = 0; i < JSON_SAMPLE && objects.hasNextValue(); i++) {
                names.addAll(objects.nextValue().keySet());
            }
        }
        return List.copyOf(names);
    }

    private DataException onlyHeader() {
        return new DataException("Found a header and no rows in " + file + ", expected rows below it.");
    }

    private boolean looksLikeJson() throws IOException {
        try (var in = Files.newInputStream(file)) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (!Character.isWhitespace(b)) {
                    return b == '{';
                }
            }
        }
        throw new DataException("Found an empty file " + file + ", expected CSV with a header, or JSON lines.");
    }

    private void readCsv(Consumer<DataRow> sink) throws IOException {
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
            boolean first = true;
            for (NamedCsvRecord line : csv) {
                if (first) {
                    requireColumns(line.getHeader());
                    first = false;
                }
                if (line.getFieldCount() != line.getHeader().size()) {
                    throw new DataException("Found " + line.getFieldCount() + " cells at line "
                            + line.getStartingLineNumber() + " of " + file + ", expected "
                            + line.getHeader().size() + ".");
                }
                sink.accept(row(
                        line.getStartingLineNumber(),
                        name -> line.findField(name).orElse(null)));
            }
            if (first) {
                throw onlyHeader();
            }
        }
    }

    private void readJson(Consumer<DataRow> sink) throws IOException {
        try (MappingIterator<Map<String, Object>> objects =
                JSON.readerFor(new TypeReference<Map<String, Object>>() {}).readValues(file.toFile())) {
            Set<String> present = new HashSet<>();
            long line = 0;
            while (objects.hasNextValue()) {
                Map<String, Object> object = objects.nextValue();
                line++;
                present.addAll(object.keySet());
                sink.accept(row(line, object::get));
            }
            requireColumns(present.stream().sorted().toList());
        }
    }

    private void requireColumns(List<String> header) {
        List<String> wanted = new ArrayList<>();
        manifest.features().forEach(feature -> wanted.add(feature.name()));
        Set<String> present = new HashSet<>(header);
        List<String> missing =
                wanted.stream().filter(name -> !present.contains(name)).toList();
        if (missing.size() == wanted.size()) {
            throw new DataException("Found the columns " + String.join(" | ", header) + " in " + file + ", expected "
                    + String.join(", ", wanted) + ": is the delimiter a comma, and the first line the header?");
        }
        if (!missing.isEmpty()) {
            StringBuilder message = new StringBuilder("Missing columns in " + file + ":");
            for (String name : missing) {
                message.append(' ').append(name);
                NearestKey.among(present, name)
                        .ifPresent(
                                near -> message.append(" (is it ").append(near).append("?)"));
            }
            throw new DataException(message.append('.').toString());
        }
    }

    private DataRow row(long line, java.util.function.Function<String, @Nullable Object> cell) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (FeatureSpec feature : manifest.features()) {
            values.put(feature.name(), value(feature, cell.apply(feature.name())));
        }
        Optional<String> id = manifest.data().id().map(cell).map(Object::toString);
        Object time = manifest.split().column().map(cell).orElse(null);
        return new DataRow(
                line, id, values, time, label(cell.apply(manifest.target().name())));
    }

    private static @Nullable Object value(FeatureSpec feature, @Nullable Object cell) {
        return switch (cell) {
            case null -> null;
            case Integer number -> number.longValue();
            case Number number -> number;
            case Boolean bool -> bool;
            case String text -> {
                boolean listed = feature instanceof CategoryFeature category
                        && category.categories().contains(text);
                if (!listed && MISSING.contains(text.strip().toLowerCase(Locale.ROOT))) {
                    yield null;
                }
                yield switch (feature) {
                    case NumberFeature number -> number(text);
                    case CategoryFeature category -> text;
                    case BooleanFeature bool -> bool(text);
                };
            }
            default -> cell.toString();
        };
    }

    private @Nullable Object label(@Nullable Object cell) {
        if (cell == null
                || (MISSING.contains(cell.toString().strip().toLowerCase(Locale.ROOT))
                        && !manifest.target().classes().contains(cell.toString()))) {
            return null;
        }
        return manifest.task() == Task.REGRESSION ? number(cell.toString()) : cell.toString();
    }

    /// Java would read more as a number than people do: `1d`, `0x1p3`.
    private static Object number(String text) {
        String stripped = text.strip();
        if (!stripped.isEmpty() && JAVA_SUFFIXES.indexOf(stripped.charAt(stripped.length() - 1)) >= 0) {
            return text;
        }
        try {
            boolean hexadecimal = stripped.indexOf('x') >= 0 || stripped.indexOf('X') >= 0;
            return hexadecimal ? text : (Object) Double.parseDouble(stripped);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static Object bool(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> text;
        };
    }
}
