package io.tidemark.trainer.data;

import io.tidemark.model.Task;
import io.tidemark.model.feature.RawEncoder;
import io.tidemark.model.feature.Violation;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.SplitSpec;
import io.tidemark.model.manifest.TargetSpec;
import io.tidemark.model.view.ViewJoin;
import io.tidemark.trainer.data.TrainingTable.Refused;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Encodes rows as the scorer would and collects them; of more than the manifest's `data.max_rows` a uniform sample
/// without replacement, in the order in which they came. The sample depends on the rows and the seed of the split
/// alone.
///
/// Source of the sampling: Vitter, "Random sampling with a reservoir", ACM TOMS 11 (1985), algorithm R.
public final class TableBuilder {
    /// Largest share of rows with values that the manifest refuses.
    public static final double MAX_VIOLATING_SHARE = 0.05;

    private static final int SLOT_BITS = 27;
    private static final long SLOT_MASK = (1L << SLOT_BITS) - 1;

    /// Sets the sample's chances apart from those of the split.
    private static final long SAMPLING = 0x5a3b1e5L;

    private final ModelManifest manifest;
    private final RawEncoder encoder;
    private final ViewJoin views;
    private final double[] raw;
    private final double[][] columns;
    private final int limit;
    private final SplittableRandom random;
    private double[] target = new double[1024];
    private double[] times = new double[1024];
    private long[] order = new long[1024];
    private final RowIds ids = new RowIds(1024);
    private int rows;
    private long usable;
    private long read;
    private long withoutLabel;
    private long violating;
    private String firstViolation = "";
    private final Map<String, Refused> refused = new LinkedHashMap<>();

    public TableBuilder(ModelManifest manifest) {
        this.manifest = manifest;
        this.encoder = new RawEncoder(manifest.features());
        this.views = new ViewJoin(manifest.views());
        this.raw = new double[encoder.width()];
        this.columns = new double[encoder.width()][target.length];
        this.limit = manifest.data().maxRows();
        this.random = new SplittableRandom(manifest.split().seed() ^ SAMPLING);
    }

    /// Adds a row; one without label, or with values that the manifest refuses, is counted and left out.
    ///
    /// @param where place of the row, for messages
    public void add(String id, String where, Map<String, ? extends @Nullable Object> values, @Nullable Object label) {
        add(id, read + 1, where, values, label, Double.NaN);
    }

    /// Adds a row of a file; when the manifest splits by time, one without time is counted and left out too.
    ///
    /// @param where place of the row, for messages
    public void add(DataRow row, String where) {
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
        add(row.id().orElse(""), row.line(), where, row.values(), row.label(), time.orElse(Double.NaN));
    }

    private void add(
            String id,
            long line,
            String where,
            Map<String, ? extends @Nullable Object> given,
            @Nullable Object label,
            double time) {
        read++;
        if (label == null) {
            withoutLabel++;
            return;
        }
        Map<String, ? extends @Nullable Object> values = views.isEmpty() ? given : views.withDefaults(given);
        OptionalDouble encodedLabel = label(label);
        Violation violation = encoder.encode(values, raw);
        if (violation != null || encodedLabel.isEmpty()) {
            refuse(where, values, encodedLabel.isEmpty() ? label : null);
            return;
        }
        int slot = slot();
        if (slot < 0) {
            return;
        }
        for (int c = 0; c < raw.length; c++) {
            columns[c][slot] = raw[c];
        }
        target[slot] = encodedLabel.getAsDouble();
        times[slot] = time;
        order[slot] = usable;
        ids.set(slot, id, line);
    }

    /// Where the next row goes: behind the others, or in place of one that leaves the sample; -1 when it is not drawn.
    private int slot() {
        usable++;
        if (usable > limit) {
            long drawn = random.nextLong(usable);
            return drawn < limit ? (int) drawn : -1;
        }
        if (rows == target.length) {
            grow();
        }
        return rows++;
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
        int[] inOrder = inOrder();
        double[][] ordered = new double[columns.length][];
        for (int c = 0; c < columns.length; c++) {
            ordered[c] = select(columns[c], inOrder);
        }
        return new TrainingTable(
                new RawTable(ordered, rows),
                select(target, inOrder),
                select(times, inOrder),
                ids.select(inOrder),
                new TrainingTable.Counts(read, withoutLabel, violating, firstViolation, List.copyOf(refused.values())));
    }

    /// Slots in the order in which their rows came.
    private int[] inOrder() {
        if (usable <= limit) {
            return IntStream.range(0, rows).toArray();
        }
        // A slot fits beside the number of its row: there are at most 2^27 slots.
        long[] keys = IntStream.range(0, rows)
                .mapToLong(slot -> (order[slot] << SLOT_BITS) | slot)
                .sorted()
                .toArray();
        return Arrays.stream(keys).mapToInt(key -> (int) (key & SLOT_MASK)).toArray();
    }

    private static double[] select(double[] values, int[] slots) {
        return IntStream.of(slots).mapToDouble(slot -> values[slot]).toArray();
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
        if (manifest.task() != Task.REGRESSION) {
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
        if (manifest.task() != Task.REGRESSION) {
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
        int capacity = (int) Math.min(limit, 2L * target.length);
        target = Arrays.copyOf(target, capacity);
        times = Arrays.copyOf(times, capacity);
        order = Arrays.copyOf(order, capacity);
        ids.grow(capacity);
        for (int c = 0; c < columns.length; c++) {
            columns[c] = Arrays.copyOf(columns[c], capacity);
        }
    }
}
