package io.tidemark.stats.metric;

import io.tidemark.stats.exact.ExactSum;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.List;

/// The sums over rows that regression metrics and their intervals are made of.
///
/// With y the actual value and e the error. Where a metric is a small difference of large sums (R2 and its interval),
/// the terms are kept to twice the precision of a double, so that a target far from 0 loses nothing.
final class RegressionSums {
    /// Below, the rests of squares leave the range of a double.
    private static final double SMALLEST_SQUARES = 1e-250;

    final ExactSum error = new ExactSum();
    final ExactSum absoluteError = new ExactSum();
    final ExactSum squaredError = new ExactSum();
    final ExactSum percentageError = new ExactSum();
    final ExactSum symmetricError = new ExactSum();
    final ExactSum absoluteActual = new ExactSum();
    final ExactSum actual = new ExactSum();
    final ExactSum squaredActual = new ExactSum();

    /// For intervals: squares of the terms above, and products of them.
    final ExactSum squaredPercentageError = new ExactSum();

    final ExactSum squaredSymmetricError = new ExactSum();
    final ExactSum absoluteErrorTimesActual = new ExactSum();
    final ExactSum e4 = new ExactSum();
    final ExactSum e2y = new ExactSum();
    final ExactSum e2y2 = new ExactSum();
    final ExactSum y3 = new ExactSum();
    final ExactSum y4 = new ExactSum();

    private final List<ExactSum> all = List.of(
            error,
            absoluteError,
            squaredError,
            percentageError,
            symmetricError,
            absoluteActual,
            actual,
            squaredActual,
            squaredPercentageError,
            squaredSymmetricError,
            absoluteErrorTimesActual,
            e4,
            e2y,
            e2y2,
            y3,
            y4);

    /// @param y the actual value
    /// @param e the error
    /// @param percentage |e| / |y|
    /// @param symmetric 2 |e| / (|y| + |predicted|)
    void add(double y, double e, double percentage, double symmetric) {
        error.add(e);
        absoluteError.add(Math.abs(e));
        percentageError.add(percentage);
        squaredPercentageError.add(percentage * percentage);
        symmetricError.add(symmetric);
        squaredSymmetricError.add(symmetric * symmetric);
        absoluteActual.add(Math.abs(y));
        absoluteErrorTimesActual.add(Math.abs(e) * Math.abs(y));
        actual.add(y);

        // e^2 and y^2 as unrounded sums of two doubles, and their products without the last, smallest term.
        double e2 = e * e;
        double e2Rest = Math.fma(e, e, -e2);
        double y2 = y * y;
        double y2Rest = Math.fma(y, y, -y2);
        squaredError.add(e2);
        squaredError.add(e2Rest);
        squaredActual.add(y2);
        squaredActual.add(y2Rest);
        e4.add(e2 * e2);
        e2y.addProduct(e2, y);
        e2y.add(e2Rest * y);
        e2y2.addProduct(e2, y2);
        e2y2.add(e2 * y2Rest + e2Rest * y2);
        y3.addProduct(y2, y);
        y3.add(y2Rest * y);
        y4.addProduct(y2, y2);
        y4.add(2 * y2 * y2Rest);
    }

    void merge(RegressionSums other) {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).merge(other.all.get(i));
        }
    }

    void subtract(RegressionSums other) {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).subtract(other.all.get(i));
        }
    }

    /// True when all actual values are equal, by the exact sums of them and of their squares; false for values so small
    /// that their squares are not numbers any more.
    boolean isConstant(long rows) {
        if (absoluteActual.value() == 0) {
            return true;
        }
        return squaredActual.value() > SMALLEST_SQUARES && ExactSum.squaresAboutMean(actual, squaredActual, rows) == 0;
    }

    void writeTo(StateWriter out) {
        all.forEach(sum -> sum.writeTo(out));
    }

    void readFrom(StateReader in) {
        all.forEach(sum -> sum.merge(ExactSum.readFrom(in)));
    }
}
