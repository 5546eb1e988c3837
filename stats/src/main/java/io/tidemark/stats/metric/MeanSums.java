package io.tidemark.stats.metric;

import io.tidemark.stats.exact.ExactSum;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import org.apache.commons.numbers.core.DD;

/// The sum and the sum of squares of a loss, for its mean and the interval of that.
final class MeanSums {
    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();

    void add(double value) {
        sum.add(value);
        squares.addProduct(value, value);
    }

    void merge(MeanSums other) {
        sum.merge(other.sum);
        squares.merge(other.squares);
    }

    void subtract(MeanSums other) {
        sum.subtract(other.sum);
        squares.subtract(other.squares);
    }

    double mean(long rows) {
        return sum.valueDD().divide(DD.of(rows)).doubleValue();
    }

    /// Adds the mean, of a loss from 0 on, with its interval by Student's law.
    void addTo(ReportBuilder report, Metric metric, long rows, Confidence confidence) {
        double squaresAboutMean = ExactSum.squaresAboutMean(sum, squares, rows);
        double most = metric.unit() == MetricUnit.SHARE ? 1 : Double.MAX_VALUE;
        report.add(
                metric,
                mean(rows),
                confidence.ofMean(mean(rows), squaresAboutMean, rows).map(found -> found.within(0, most)));
    }

    void writeTo(StateWriter out) {
        sum.writeTo(out);
        squares.writeTo(out);
    }

    void readFrom(StateReader in) {
        sum.merge(ExactSum.readFrom(in));
        squares.merge(ExactSum.readFrom(in));
    }
}
