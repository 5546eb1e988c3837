package io.tidemark.model.fit;

import java.util.Arrays;

/// Raw rows by column, in the encoding of [io.tidemark.model.feature.RawEncoder]. The columns are not copied: whoever
/// makes a table leaves them alone.
public final class RawTable {
    private final double[][] columns;
    private final int rows;

    /// @param columns `[features][rows]`
    public RawTable(double[][] columns, int rows) {
        for (double[] column : columns) {
            if (column.length != rows) {
                throw new IllegalArgumentException(
                        "Found a column of " + column.length + " rows, expected " + rows + ".");
            }
        }
        this.columns = columns;
        this.rows = rows;
    }

    /// Number of rows.
    public int rows() {
        return rows;
    }

    /// Number of features.
    public int features() {
        return columns.length;
    }

    /// One feature's values, `[rows]`; not a copy.
    public double[] column(int feature) {
        return columns[feature];
    }

    /// The rows of these indices, in this order.
    public RawTable select(int[] indices) {
        double[][] selected = new double[columns.length][];
        for (int c = 0; c < columns.length; c++) {
            double[] column = columns[c];
            selected[c] = Arrays.stream(indices).mapToDouble(i -> column[i]).toArray();
        }
        return new RawTable(selected, indices.length);
    }

    /// Copies one row to `raw`.
    public void row(int index, double[] raw) {
        for (int c = 0; c < columns.length; c++) {
            raw[c] = columns[c][index];
        }
    }
}
