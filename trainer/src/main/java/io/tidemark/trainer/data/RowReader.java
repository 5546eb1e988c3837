package io.tidemark.trainer.data;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.NearestKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the rows of a CSV, JSON lines or Parquet file, one by one, in bounded memory.
///
/// CSV: first line names the columns; an empty cell, `NA`, `NaN`, `null` and `none` are missing unless the manifest
/// lists them as a category or class; a cell that is no number where the manifest expects one stays text, so that
/// encoding reports it. JSON lines: one object a line. Parquet: a column for each value; dates and times are
/// milliseconds since 1970-01-01 UTC where the manifest expects a number, else ISO 8601.
public final class RowReader {
    private final ModelManifest manifest;
    private final Path file;
    private final RowFile rows;
    private final FeatureCells cells;

    /// @throws DataException when the file is empty, or no whole Parquet file
    public RowReader(ModelManifest manifest, Path file) {
        this.manifest = manifest;
        this.file = file;
        this.rows = RowFile.of(file);
        this.cells = new FeatureCells(rows.kind());
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
        if (rows.kind() != RowFile.Kind.EVENTS) {
            return rows.columns();
        }
        // An outcome has an id and a time of its own, whatever the columns of other data are called.
        List<String> columns = new ArrayList<>(rows.columns());
        Stream.of(manifest.data().id(), manifest.split().column())
                .flatMap(Optional::stream)
                .filter(name -> !columns.contains(name))
                .forEach(columns::add);
        return columns;
    }

    /// What a row is counted in: `line`, or `row` where a file has none.
    public String unit() {
        return rows.kind() == RowFile.Kind.TYPED || rows.kind() == RowFile.Kind.EVENTS ? "row" : "line";
    }

    private List<String> wanted() {
        List<String> wanted = new ArrayList<>();
        manifest.features().forEach(feature -> wanted.add(feature.name()));
        wanted.add(manifest.target().name());
        idColumn().ifPresent(wanted::add);
        timeColumn().ifPresent(wanted::add);
        entityColumn().filter(name -> !wanted.contains(name)).ifPresent(wanted::add);
        eventTimeColumn().filter(name -> !wanted.contains(name)).ifPresent(wanted::add);
        return wanted;
    }

    private Optional<String> idColumn() {
        return rows.kind() == RowFile.Kind.EVENTS
                ? Optional.of(OutcomeData.ID)
                : manifest.data().id();
    }

    private Optional<String> timeColumn() {
        return rows.kind() == RowFile.Kind.EVENTS
                ? Optional.of(OutcomeData.TIME)
                : manifest.split().column();
    }

    private Optional<String> entityColumn() {
        return rows.kind() == RowFile.Kind.EVENTS
                ? Optional.empty()
                : manifest.data().entity();
    }

    private Optional<String> eventTimeColumn() {
        return rows.kind() == RowFile.Kind.EVENTS
                ? Optional.empty()
                : manifest.data().eventTime();
    }

    /// A feature of a view may come from elsewhere.
    private void requireColumns(List<String> header) {
        List<String> wanted = manifest.features().stream()
                .map(FeatureSpec::name)
                .filter(name -> !manifest.isFromView(name))
                .toList();
        Set<String> present = new HashSet<>(header);
        List<String> missing =
                wanted.stream().filter(name -> !present.contains(name)).toList();
        if (!wanted.isEmpty() && missing.size() == wanted.size()) {
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
            values.put(feature.name(), cells.value(feature, cell.apply(feature.name())));
        }
        Optional<String> id = idColumn().map(cell).map(Object::toString);
        Object time = timeColumn().map(cell).orElse(null);
        OptionalDouble eventTime = eventTimeColumn().map(cell).map(RowTime::of).orElse(OptionalDouble.empty());
        return new DataRow(
                line,
                id,
                entityColumn().map(cell).map(Object::toString).filter(entity -> !entity.isBlank()),
                eventTime.isPresent() ? OptionalLong.of((long) eventTime.getAsDouble()) : OptionalLong.empty(),
                values,
                time,
                label(cell.apply(manifest.target().name())));
    }

    private @Nullable Object label(@Nullable Object cell) {
        if (cell == null
                || (FeatureCells.isMissing(cell.toString())
                        && !manifest.target().classes().contains(cell.toString()))) {
            return null;
        }
        return manifest.task() == Task.REGRESSION ? FeatureCells.number(cell.toString()) : cell.toString();
    }
}
