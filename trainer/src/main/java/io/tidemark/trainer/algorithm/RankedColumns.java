package io.tidemark.trainer.algorithm;

import java.util.Arrays;

/// The inputs by column, each value with its rank among the column's different values: splits are found by counting
/// and by sorting small numbers.
///
/// Up to 65,535 different values each has a rank of its own, and splits are exact; beyond, neighbours share one, with
/// equal numbers of values to a rank.
final class RankedColumns {
    private static final int MAX_RANKS = 65_535;

    private final float[][] values;
    private final char[][] ranks;
    /// `[columns][ranks]` smallest and largest value of a rank.
    private final float[][] lowest;

    private final float[][] highest;

    private RankedColumns(int columns) {
        values = new float[columns][];
        ranks = new char[columns][];
        lowest = new float[columns][];
        highest = new float[columns][];
    }

    static RankedColumns of(TrainingMatrix data) {
        RankedColumns ranked = new RankedColumns(data.width());
        for (int c = 0; c < data.width(); c++) {
            float[] column = new float[data.rows()];
            for (int r = 0; r < column.length; r++) {
                // Zeros of both signs are one value.
                column[r] = data.input(r, c) + 0f;
            }
            ranked.rank(c, column);
        }
        return ranked;
    }

    private void rank(int column, float[] all) {
        float[] sorted = all.clone();
        Arrays.sort(sorted);
        int different = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || Float.compare(sorted[i], sorted[i - 1]) != 0) {
                sorted[different++] = sorted[i];
            }
        }
        int count = Math.min(different, MAX_RANKS);
        float[] low = new float[count];
        float[] high = new float[count];
        for (int rank = 0; rank < count; rank++) {
            low[rank] = sorted[(int) ((long) rank * different / count)];
            high[rank] = sorted[(int) ((rank + 1L) * different / count) - 1];
        }
        char[] rankOf = new char[all.length];
        for (int i = 0; i < all.length; i++) {
            int found = Arrays.binarySearch(low, all[i]);
            rankOf[i] = (char) (found >= 0 ? found : -found - 2);
        }
        values[column] = all;
        ranks[column] = rankOf;
        lowest[column] = low;
        highest[column] = high;
    }

    int columns() {
        return values.length;
    }

    int rows() {
        return values.length == 0 ? 0 : values[0].length;
    }

    /// `[rows]` values of a column; not a copy.
    float[] values(int column) {
        return values[column];
    }

    /// `[rows]` ranks of a column's values; not a copy.
    char[] ranks(int column) {
        return ranks[column];
    }

    /// Number of ranks of a column.
    int rankCount(int column) {
        return lowest[column].length;
    }

    /// The threshold that lies between two ranks: in the middle, and never on the upper one.
    float between(int column, int lower, int upper) {
        float low = highest[column][lower];
        float high = lowest[column][upper];
        float middle = (float) (((double) low + high) / 2);
        return middle >= low && middle < high ? middle : low;
    }

    float lowest(int column, int rank) {
        return lowest[column][rank];
    }

    float highest(int column, int rank) {
        return highest[column][rank];
    }
}
