package io.tidemark.trainer.data;

import io.tidemark.model.fit.RawTable;

/// Encoded rows with their labels.
///
/// All arrays are `[rows]`; they are not copied, and nobody changes them.
public final class TrainingTable {
    private final RawTable features;
    private final double[] target;
    private final String[] ids;
    private final Counts counts;

    /// @param features raw rows
    /// @param target regression: the number; binary: 1 for the positive class, else 0
    /// @param ids what a row is called in `splits.csv`
    /// @param counts what was read
    public TrainingTable(RawTable features, double[] target, String[] ids, Counts counts) {
        if (target.length != features.rows() || ids.length != features.rows()) {
            throw new IllegalArgumentException("Found " + features.rows() + " rows, " + target.length + " labels and "
                    + ids.length + " ids, expected as many of each.");
        }
        this.features = features;
        this.target = target;
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

    /// Name of a row.
    public String id(int row) {
        return ids[row];
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

    /// How many rows were read and left out.
    ///
    /// @param read rows read
    /// @param withoutLabel rows left out because they had no label
    /// @param violating rows left out because a value violates the manifest
    /// @param firstViolation the first of these, in words; empty when there is none
    public record Counts(long read, long withoutLabel, long violating, String firstViolation) {}
}
