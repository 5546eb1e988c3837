package io.tidemark.trainer.data;

import io.tidemark.model.Task;
import io.tidemark.model.feature.RawEncoder;
import io.tidemark.model.feature.Violation;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.SplitSpec;
import io.tidemark.model.manifest.TargetSpec;
import io.tidemark.trainer.data.TrainingTable.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Encodes rows as the scorer would and collects them.
public final class TableBuilder {
    /// Largest share of rows with values that the manifest refuses.
    public static final double MAX_VIOLATING_SHARE = 0.05;

    private final ModelManifest manifest;
    private final RawEncoder encoder;
    private final double[] raw;
    private final double[][] columns;
    private double[] target = new double[1024];
    private double[] times = new double[1024];
    private final List<String> ids = new ArrayList<>();
    private int rows;
    private long read;
    private long withoutLabel;
    private long violating;
    private String firstViolation = "";
    private final Map<String, Refused> refused = new LinkedHashMap<>();

    public TableBuilder(ModelManifest manifest) {
        this.manifest = manifest;
        this.encoder = new RawEncoder(manifest.features());
        this.raw = new double[encoder.width()];
        this.columns = new double[encoder.width()][target.length];
    }

    /// Adds a row; one without label, or with values that the manifest refuses, is counted and left out.
    ///
    /// @param where place of the row, for messages
    public void add(String id, String where, Map<String, ? extends @Nullable Object> values, @Nullable Object label) {
        add(id, where, values, label, Double.NaN);
    }

    /// Adds a row of a file; when the manifest splits by time, one without time is counted and left out too.
    ///
    /// @param where place of the row, for messages
    public void add(DataRow row, String where) {
        String id = row.id().orElseGet(() -> Long.toString(row.line()));
        boolean timed = manifest.split().by() == SplitSpec.By.TIME;
        OptionalDouble time = timed ? RowTime.of(row.time()) : OptionalDouble.of(Double.NaN);
        if (time.isEmpty() && row.label() != null) {
            read++;
            violating++;
            note(
                    "split.column " + manifest.split().column().orElse(""),
                    "TIME",
                    where + ": Time: found '" + row.time() + "', expected a number or an ISO 8601 date or time.");
            return;
        }
        add(id, where, row.values(), row.label(), time.orElse(Double.NaN));
    }

    private void add(
            String id,
            String where,
            Map<String, ? extends @Nullable Object> values,
            @Nullable Object label,
            double time) {
        read++;
        if (label == null) {
            withoutLabel++;
            return;
        }
        OptionalDouble encodedLabel = label(label);
        Violation violation = encoder.encode(values, raw);
        if (violation != null || encodedLabel.isEmpty()) {
            refuse(where, values, encodedLabel.isEmpty() ? label : null);
            return;
        }
        if (rows == target.length) {
            grow();
        }
        for (int c = 0; c < raw.length; c++) {
            columns[c][rows] = raw[c];
        }
        target[rows] = encodedLabel.getAsDouble();
        times[rows] = time;
        ids.add(id);
        rows++;
    }

    /// Counts a row that is left out, and why, for each of its values.
    private void refuse(String where, Map<String, ? extends @Nullable Object> values, @Nullable Object badLabel) {
        violating++;
        for (Violation violation : encoder.violations(values)) {
            note("feature " + violation.feature(), violation.reason().name(), where + ": " + violation.message());
        }
        if (badLabel != null) {
            note(
                    "target " + manifest.target().name(),
                    "LABEL",
                    where + ": Label: found '" + badLabel + "', expected " + expectedLabel() + ".");
        }
    }

    private void note(String place, String reason, String first) {
        if (firstViolation.isEmpty()) {
            firstViolation = first;
        }
        refused.merge(
                place + " " + reason,
                new Refused(place, reason, 1, first),
                (old, fresh) -> new Refused(place, reason, old.rows() + 1, old.first()));
    }

    /// The table of the rows so far, however many were left out.
    public TrainingTable collect() {
        double[][] trimmed = new double[columns.length][];
        for (int c = 0; c < columns.length; c++) {
            trimmed[c] = Arrays.copyOf(columns[c], rows);
        }
        return new TrainingTable(
                new RawTable(trimmed, rows),
                Arrays.copyOf(target, rows),
                Arrays.copyOf(times, rows),
                ids.toArray(String[]::new),
                new TrainingTable.Counts(read, withoutLabel, violating, firstViolation, List.copyOf(refused.values())));
    }

    /// The table of the rows so far.
    ///
    /// @throws DataException when too many rows were left out because of their values
    public TrainingTable build() {
        if (violating > MAX_VIOLATING_SHARE * read) {
            throw new DataException("Found " + violating + " of " + read
                    + " rows that violate the manifest, expected at most 5 %. First: " + firstViolation);
        }
        return collect();
    }

    private OptionalDouble label(Object label) {
        if (manifest.task() == Task.BINARY) {
            List<String> classes = manifest.target().classes();
            int index = classes.indexOf(label.toString());
            if (index < 0) {
                index = classes.indexOf(wholeNumber(label));
            }
            return index < 0 ? OptionalDouble.empty() : OptionalDouble.of(index);
        }
        if (label instanceof Number number
                && Double.isFinite(number.doubleValue())
                && manifest.target().range().contains(number.doubleValue())
                && manifest.target().transform().accepts(number.doubleValue())) {
            return OptionalDouble.of(number.doubleValue());
        }
        return OptionalDouble.empty();
    }

    /// A class that is a number as the manifest writes it: 1.0 and 1 are the same class.
    private static String wholeNumber(Object label) {
        String text = label.toString();
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private String expectedLabel() {
        if (manifest.task() == Task.BINARY) {
            return "one of " + String.join(", ", manifest.target().classes());
        }
        TargetSpec.Transform transform = manifest.target().transform();
        return "a number in " + manifest.target().range()
                + (transform == TargetSpec.Transform.NONE
                        ? ""
                        : " above " + transform.above() + ", since target.transform is "
                                + transform.name().toLowerCase(Locale.ROOT));
    }

    private void grow() {
        int capacity = Math.multiplyExact(target.length, 2);
        target = Arrays.copyOf(target, capacity);
        times = Arrays.copyOf(times, capacity);
        for (int c = 0; c < columns.length; c++) {
            columns[c] = Arrays.copyOf(columns[c], capacity);
        }
    }
}
