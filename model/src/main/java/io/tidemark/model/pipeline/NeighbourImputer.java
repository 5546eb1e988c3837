package io.tidemark.model.pipeline;

import java.util.Arrays;

/// A missing number is the mean of the nearest reference rows that have it (Troyanskaya et al. 2001).
///
/// Nearest by Euclidean distance over the columns that both rows have, each divided by its scale, stretched to all
/// columns as scikit-learn's `KNNImputer` does it: with p of P columns in common the squared distance counts P / p
/// times. Of equally near rows the first counts. A row that has nothing in common with any reference row keeps its
/// first guess. Immutable.
public final class NeighbourImputer {
    /// Most reference rows.
    public static final int MAX_ROWS = 1_000;

    /// Most cells of the reference: a missing number costs one multiplication each.
    public static final int MAX_CELLS = 16_384;

    /// Most neighbours.
    public static final int MAX_NEIGHBOURS = 64;

    private final int neighbours;
    private final int[] columns;
    private final double[] scales;
    private final int[] filled;
    private final float[] reference;
    private final int rows;

    /// The arrays are not copied, and nobody changes them.
    ///
    /// @param neighbours how many rows a mean is taken of, 1 to [#MAX_NEIGHBOURS]
    /// @param columns columns of the raw row that are compared, ascending
    /// @param scales `[columns]`, positive
    /// @param filled indices into `columns` of those that are filled in, ascending
    /// @param reference `[rows * columns]`, row by row, NaN for missing
    /// @throws IllegalArgumentException when anything is out of order
    public NeighbourImputer(int neighbours, int[] columns, double[] scales, int[] filled, float[] reference) {
        require(neighbours >= 1 && neighbours <= MAX_NEIGHBOURS, neighbours + " neighbours", "1 to " + MAX_NEIGHBOURS);
        require(columns.length > 0 && scales.length == columns.length, scales.length + " scales", "one per column");
        require(isAscending(columns) && columns[0] >= 0, "columns out of order", "ascending ones");
        require(
                isAscending(filled)
                        && filled.length > 0
                        && filled[0] >= 0
                        && filled[filled.length - 1] < columns.length,
                "filled columns beside the compared ones",
                "some of these, ascending");
        require(
                reference.length > 0 && reference.length % columns.length == 0,
                reference.length + " reference values",
                "whole rows of " + columns.length);
        for (double scale : scales) {
            require(scale > 0 && Double.isFinite(scale), "the scale " + scale, "a positive number");
        }
        for (float value : reference) {
            require(!Float.isInfinite(value), "an infinite reference value", "finite ones");
        }
        this.neighbours = neighbours;
        this.columns = columns;
        this.scales = scales;
        this.filled = filled;
        this.reference = reference;
        this.rows = reference.length / columns.length;
        require(rows <= MAX_ROWS, rows + " reference rows", "at most " + MAX_ROWS);
    }

    /// How many reference rows a table of so many columns has at most.
    public static int rowsFor(int columns) {
        return Math.clamp(MAX_CELLS / columns, 50, MAX_ROWS);
    }

    /// How many rows a mean is taken of.
    public int neighbours() {
        return neighbours;
    }

    int[] columns() {
        return columns;
    }

    double[] scales() {
        return scales;
    }

    int[] filledIndices() {
        return filled;
    }

    float[] reference() {
        return reference;
    }

    void requireWidth(int rawWidth) {
        int last = columns[columns.length - 1];
        require(last < rawWidth, "column " + last, "0 to " + (rawWidth - 1));
    }

    void fill(double[] raw, PipelineScratch scratch) {
        for (int target : filled) {
            if (Double.isNaN(raw[columns[target]])) {
                int found = nearest(raw, target, scratch);
                double sum = 0;
                for (int i = 0; i < found; i++) {
                    sum += scratch.values[i];
                }
                if (found > 0) {
                    scratch.filled[columns[target]] = sum / found;
                }
            }
        }
    }

    /// Leaves distances and values of the nearest rows in the scratch, nearest first; returns how many there are.
    private int nearest(double[] raw, int target, PipelineScratch scratch) {
        int width = columns.length;
        int found = 0;
        for (int row = 0; row < rows; row++) {
            float value = reference[row * width + target];
            if (Float.isNaN(value)) {
                continue;
            }
            double distance = distance(raw, row * width, target);
            if (found == neighbours && !(distance < scratch.distances[found - 1])) {
                continue;
            }
            if (Double.isNaN(distance)) {
                continue;
            }
            int at = found < neighbours ? found++ : found - 1;
            while (at > 0 && scratch.distances[at - 1] > distance) {
                scratch.distances[at] = scratch.distances[at - 1];
                scratch.values[at] = scratch.values[at - 1];
                at--;
            }
            scratch.distances[at] = distance;
            scratch.values[at] = value;
        }
        return found;
    }

    /// Squared distance; NaN when the rows have no column in common.
    private double distance(double[] raw, int offset, int target) {
        double sum = 0;
        int common = 0;
        for (int c = 0; c < columns.length; c++) {
            double difference = (raw[columns[c]] - reference[offset + c]) / scales[c];
            if (c != target && !Double.isNaN(difference)) {
                sum += difference * difference;
                common++;
            }
        }
        return sum / common;
    }

    private static boolean isAscending(int[] values) {
        for (int i = 1; i < values.length; i++) {
            if (values[i - 1] >= values[i]) {
                return false;
            }
        }
        return true;
    }

    private static void require(boolean holds, String found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "The imputation is damaged: found " + found + ", expected " + expected + ".");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NeighbourImputer that
                && neighbours == that.neighbours
                && Arrays.equals(columns, that.columns)
                && Arrays.equals(scales, that.scales)
                && Arrays.equals(filled, that.filled)
                && Arrays.equals(reference, that.reference);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(columns) * 31 + Arrays.hashCode(reference);
    }
}
