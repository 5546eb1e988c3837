package io.tidemark.trainer.data;

import io.tidemark.model.fit.RawTable;
import java.util.Arrays;
import java.util.List;

/// Encoded rows with their labels.
///
/// All arrays are `[rows]`; they are not copied, and nobody changes them.
public final class TrainingTable {
    private final RawTable features;
    private final double[] target;
    private final double[] times;
    private final RowIds ids;
    private final Counts counts;

    /// @param features raw rows
    /// @param target regression: the number; binary: 1 for the positive class, else 0
    /// @param ids what a row is called in `splits.csv`
    /// @param counts what was read
    public TrainingTable(RawTable features, double[] target, String[] ids, Counts counts) {
        this(features, target, unknown(target.length), ids, counts);
    }

    /// @param features raw rows
    /// @param target regression: the number; binary: 1 for the positive class, else 0
    /// @param times when a row was, any number that orders them; NaN: not known
    /// @param ids what a row is called in `splits.csv`
    /// @param counts what was read
    public TrainingTable(RawTable features, double[] target, double[] times, String[] ids, Counts counts) {
        this(features, target, times, RowIds.of(ids), counts);
    }

    TrainingTable(RawTable features, double[] target, double[] times, RowIds ids, Counts counts) {
        if (target.length != features.rows() || ids.size() != features.rows() || times.length != features.rows()) {
            throw new IllegalArgumentException("Found " + features.rows() + " rows, " + target.length + " labels and "
                    + ids.size() + " ids, expected as many of each.");
        }
        this.features = features;
        this.target = target;
        this.times = times;
        this.ids = ids;
        this.counts = counts;
    }

    /// Number of rows.
    public int rows() {
        return features.rows();
    }

    /// Raw rows.
    public RawTable features() {
        return features;
    }

    /// Label of a row.
    public double target(int row) {
        return target[row];
    }

    /// When a row was, any number that orders them; NaN: not known.
    public double time(int row) {
        return times[row];
    }

    /// Name of a row.
    public String id(int row) {
        return ids.get(row);
    }

    /// What was read to make the table.
    public Counts counts() {
        return counts;
    }

    /// Labels of these rows, in this order.
    public double[] targets(int[] rows) {
        double[] selected = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = target[rows[i]];
        }
        return selected;
    }

    private static double[] unknown(int rows) {
        double[] times = new double[rows];
        Arrays.fill(times, Double.NaN);
        return times;
    }

    /// How many rows were read and left out.
    ///
    /// @param read rows read
    /// @param withoutLabel rows left out because they had no label
    /// @param violating rows left out because a value violates the manifest
    /// @param firstViolation the first of these, in words; empty when there is none
    /// @param refused the same by column and reason; a row counts for each of its values
    public record Counts(long read, long withoutLabel, long violating, String firstViolation, List<Refused> refused) {
        public Counts {
            refused = List.copyOf(refused);
        }

        /// Rows that could be used; a table of fewer is a sample of them.
        public long usable() {
            return read - withoutLabel - violating;
        }
    }

    /// Values that the manifest refuses.
    ///
    /// @param place the column, in words
    /// @param reason why, in words for machines
    /// @param rows rows with such a value
    /// @param first the first of these, in words
    public record Refused(String place, String reason, long rows, String first) {}
}
