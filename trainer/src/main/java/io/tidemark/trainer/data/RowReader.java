package io.tidemark.trainer.data;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.NearestKey;
import java.nio.file.Path;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the rows of a CSV, JSON lines or Parquet file, one by one, in bounded memory.
///
/// CSV: first line names the columns; an empty cell, `NA`, `NaN`, `null` and `none` are missing unless the manifest
/// lists them as a category or class; a cell that is no number where the manifest expects one stays text, so that
/// encoding reports it. JSON lines: one object a line. Parquet: a column for each value; dates and times are
/// milliseconds since 1970-01-01 UTC where the manifest expects a number, else ISO 8601.
public final class RowReader {
    private static final Set<String> MISSING = Set.of("", "na", "nan", "null", "none");
    private static final String JAVA_SUFFIXES = "dDfF";

    private final ModelManifest manifest;
    private final Path file;
    private final RowFile rows;

    /// @throws DataException when the file is empty, or no whole Parquet file
    public RowReader(ModelManifest manifest, Path file) {
        this.manifest = manifest;
        this.file = file;
        this.rows = RowFile.of(file);
    }

    /// Hands each row to `sink`.
    ///
    /// @throws DataException when the file has no rows, a feature's column is missing, or a line cannot be parsed
    public void forEach(Consumer<DataRow> sink) {
        List<String> columns = rows.columns();
        requireColumns(columns);
        Map<String, Integer> indices = new HashMap<>();
        for (int i = columns.size() - 1; i >= 0; i--) {
            indices.put(columns.get(i), i);
        }
        List<String> wanted = wanted();
        wanted.stream()
                .filter(name -> columns.stream().filter(name::equals).count() > 1)
                .findFirst()
                .ifPresent(name -> {
                    throw new DataException("Found several columns " + name + " in " + file + ", expected one.");
                });
        rows.forEach(
                wanted,
                row -> sink.accept(row(row.line(), name -> {
                    Integer index = indices.get(name);
                    return index == null ? null : row.cell(index);
                })));
    }

    /// Names of the columns, of JSON lines all keys.
    ///
    /// @throws DataException when the file has no rows below its header, or cannot be parsed
    public List<String> columns() {
        return rows.columns();
    }

    /// What a row is counted in: `line`, or `row` where a file has none.
    public String unit() {
        return rows.kind() == RowFile.Kind.TYPED ? "row" : "line";
    }

    private List<String> wanted() {
        List<String> wanted = new ArrayList<>();
        manifest.features().forEach(feature -> wanted.add(feature.name()));
        wanted.add(manifest.target().name());
        manifest.data().id().ifPresent(wanted::add);
        manifest.split().column().ifPresent(wanted::add);
        return wanted;
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

    private @Nullable Object value(FeatureSpec feature, @Nullable Object cell) {
        return switch (cell) {
            case null -> null;
            case Integer number -> ofNumber(feature, number.longValue());
            case Number number -> ofNumber(feature, number);
            case Boolean bool ->
                rows.kind() == RowFile.Kind.TYPED && feature instanceof CategoryFeature ? bool.toString() : bool;
            case Temporal time ->
                feature instanceof NumberFeature
                        ? RowTime.of(time).stream()
                                .boxed()
                                .map(Object.class::cast)
                                .findFirst()
                                .orElse(time.toString())
                        : time.toString();
            case String text -> ofText(feature, text);
            default -> cell.toString();
        };
    }

    /// A column of numbers may well hold categories or flags; an event's number may not.
    private Object ofNumber(FeatureSpec feature, Number number) {
        if (rows.kind() != RowFile.Kind.TYPED) {
            return number;
        }
        return switch (feature) {
            case NumberFeature unused -> number;
            case CategoryFeature unused -> wholeNumber(number);
            case BooleanFeature unused -> bool(wholeNumber(number));
        };
    }

    private static String wholeNumber(Number number) {
        String text = number.toString();
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private @Nullable Object ofText(FeatureSpec feature, String text) {
        if (rows.kind() == RowFile.Kind.EVENTS) {
            return text;
        }
        boolean listed = feature instanceof CategoryFeature category
                && category.categories().contains(text);
        if (!listed && MISSING.contains(text.strip().toLowerCase(Locale.ROOT))) {
            return null;
        }
        return switch (feature) {
            case NumberFeature unused -> number(text);
            case CategoryFeature unused -> text;
            case BooleanFeature unused -> bool(text);
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
