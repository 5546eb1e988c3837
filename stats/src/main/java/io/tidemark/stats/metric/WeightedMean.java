package io.tidemark.stats.metric;

import io.tidemark.stats.exact.ExactSum;

/// Weighted means over chosen rows of a batch.
final class WeightedMean {
    /// A value of each row, by its index.
    interface RowValue {
        double at(int row);
    }

    private final int[] rows;
    private final double[] weights;
    private final double total;

    /// @param rows the rows that count, one or more
    /// @param weights the weight of each row of the batch; those of the rows that count are above 0
    WeightedMean(int[] rows, double[] weights) {
        this.rows = rows;
        this.weights = weights;
        total = sum(row -> 1);
    }

    double of(RowValue value) {
        return sum(value) / total;
    }

    private double sum(RowValue value) {
        ExactSum sum = new ExactSum();
        for (int row : rows) {
            sum.addProduct(weights[row], value.at(row));
        }
        return sum.value();
    }
}
