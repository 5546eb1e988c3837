package io.tidemark.trainer.data;

import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.NearestKey;
import io.tidemark.model.manifest.ViewSpec;
import io.tidemark.model.view.ViewUpdate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Updates of one view as rows of a CSV, JSON lines or Parquet file: a column for the entity, one for the time, and one
/// for each feature that it tells of.
///
/// An empty cell says nothing: the feature is unchanged. `null`, `none`, `NA` or `NaN` says that it is missing from
/// then on.
public final class UpdateFile {
    /// Column of when an update arrived; optional.
    public static final String ARRIVAL = "arrival_time";

    private static final String TIME = "event_time";

    private final ModelManifest manifest;
    private final ViewSpec view;
    private final Path file;
    private final RowFile rows;
    private final FeatureCells cells;

    /// @throws DataException when the file is empty, or no whole Parquet file
    public UpdateFile(ModelManifest manifest, ViewSpec view, Path file) {
        this.manifest = manifest;
        this.view = view;
        this.file = file;
        this.rows = RowFile.of(file);
        this.cells = new FeatureCells(rows.kind());
    }

    /// Hands each update to `sink`, in the order of the file.
    ///
    /// @throws DataException when a column is missing or a row has no entity or no time
    public void forEach(Consumer<Row> sink) {
        List<String> columns = rows.columns();
        List<String> features =
                view.features().stream().filter(columns::contains).toList();
        requireColumns(columns, features);
        List<String> wanted = new ArrayList<>(features);
        wanted.addAll(List.of(entityColumn(), timeColumn(), ARRIVAL));
        rows.forEach(wanted, row -> sink.accept(row(row, columns, features)));
    }

    private String entityColumn() {
        return manifest.data().entity().orElse(ViewSpec.ENTITY);
    }

    private String timeColumn() {
        return manifest.data().eventTime().orElse(TIME);
    }

    private void requireColumns(List<String> columns, List<String> features) {
        for (String name : List.of(entityColumn(), timeColumn())) {
            if (!columns.contains(name)) {
                throw new DataException("Found no column " + name + " in " + file + ", expected it among "
                        + String.join(", ", columns) + nearest(columns, name)
                        + ": each update has an entity and a time. data.entity and data.event_time of the manifest name"
                        + " the columns.");
            }
        }
        if (features.isEmpty()) {
            throw new DataException("Found the columns " + String.join(", ", columns) + " in " + file
                    + ", expected one of " + String.join(", ", view.features()) + ", the features of the view "
                    + view.name() + ".");
        }
    }

    private static String nearest(List<String> columns, String name) {
        return NearestKey.among(columns, name)
                .map(near -> " (is it " + near + "?)")
                .orElse("");
    }

    private Row row(RowFile.RawRow row, List<String> columns, List<String> features) {
        Object entity = cell(row, columns, entityColumn());
        Object time = cell(row, columns, timeColumn());
        OptionalDouble eventTime = RowTime.of(time);
        if (entity == null || entity.toString().isBlank() || eventTime.isEmpty()) {
            throw new DataException("Found the entity '" + entity + "' and the time '" + time + "' in row " + row.line()
                    + " of " + file + ", expected a text, and an ISO 8601 time or milliseconds since 1970-01-01 UTC.");
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        for (String feature : features) {
            Object cell = cell(row, columns, feature);
            if (cell != null && !cell.toString().isEmpty()) {
                FeatureSpec spec = manifest.feature(feature).orElseThrow();
                values.put(feature, FeatureCells.asEvent(cells.value(spec, cell)));
            }
        }
        OptionalDouble arrival =
                columns.contains(ARRIVAL) ? RowTime.of(cell(row, columns, ARRIVAL)) : OptionalDouble.empty();
        return new Row(
                row.line(),
                new ViewUpdate(view.name(), entity.toString(), (long) eventTime.getAsDouble(), values),
                arrival.isPresent() ? OptionalLong.of((long) arrival.getAsDouble()) : OptionalLong.empty());
    }

    private static @Nullable Object cell(RowFile.RawRow row, List<String> columns, String name) {
        int index = columns.indexOf(name);
        return index < 0 ? null : row.cell(index);
    }

    /// One update.
    ///
    /// @param line line in the file, from 1
    /// @param arrivalMs when it arrived, milliseconds since 1970-01-01 UTC; empty: the file does not say
    public record Row(long line, ViewUpdate update, OptionalLong arrivalMs) {}
}
