package io.tidemark.stats.expect;

import io.tidemark.stats.exact.ExactSum;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.EnumMap;
import java.util.Map;

/// Estimation of a regression by the widths of its prediction intervals: errors are taken to grow with the half widths,
/// which training learned from held-out rows by the size of the prediction, and to be those of the test rows where the
/// widths are those of training.
public final class ExpectedRegression implements ExpectedQuality {
    static final byte KIND = 'n';

    private long rows;
    private final ExactSum halfWidths = new ExactSum();
    private final ExactSum squaredHalfWidths = new ExactSum();
    private final ExactSum sizes = new ExactSum();

    /// What predictions were like at training time.
    ///
    /// @param meanHalfWidth mean half width, above 0
    /// @param meanSquaredHalfWidth mean of its square
    /// @param meanSize mean of |prediction|
    public record Reference(double meanHalfWidth, double meanSquaredHalfWidth, double meanSize) {}

    /// Takes a prediction.
    ///
    /// @param halfWidth half the width of its interval; a number that is not finite, in either place, is left out
    public void add(double prediction, double halfWidth) {
        double squared = halfWidth * halfWidth;
        if (Double.isFinite(prediction) && Double.isFinite(squared)) {
            rows++;
            halfWidths.add(halfWidth);
            squaredHalfWidths.add(squared);
            sizes.add(Math.abs(prediction));
        }
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public void merge(ExpectedQuality other) {
        if (!(other instanceof ExpectedRegression that)) {
            throw ExpectedQuality.otherTask(other, this);
        }
        rows += that.rows;
        halfWidths.merge(that.halfWidths);
        squaredHalfWidths.merge(that.squaredHalfWidths);
        sizes.merge(that.sizes);
    }

    /// What is to be expected: mae, rmse and wmape, as far as the baseline has them; nothing without predictions.
    ///
    /// @param baseline metrics on the test rows by name
    public Map<Metric, Double> estimate(Reference reference, Map<String, Double> baseline) {
        Map<Metric, Double> estimates = new EnumMap<>(Metric.class);
        if (rows == 0) {
            return estimates;
        }
        double wider = halfWidths.value() / rows / reference.meanHalfWidth();
        double widerSquared = squaredHalfWidths.value() / rows / reference.meanSquaredHalfWidth();
        double larger = sizes.value() / rows / reference.meanSize();
        put(estimates, Metric.MAE, baseline, wider);
        put(estimates, Metric.RMSE, baseline, Math.sqrt(widerSquared));
        put(estimates, Metric.WMAPE, baseline, wider / larger);
        return estimates;
    }

    private static void put(Map<Metric, Double> estimates, Metric metric, Map<String, Double> baseline, double factor) {
        Double base = baseline.get(metric.key());
        if (base != null && Double.isFinite(base * factor)) {
            estimates.put(metric, base * factor);
        }
    }

    @Override
    public byte[] toBytes() {
        StateWriter out = ExpectedQuality.writer(KIND);
        out.writeCount(rows);
        halfWidths.writeTo(out);
        squaredHalfWidths.writeTo(out);
        sizes.writeTo(out);
        return out.toBytes();
    }

    /// Reads what follows the kind.
    static ExpectedRegression readFrom(StateReader in) {
        ExpectedRegression read = new ExpectedRegression();
        read.rows = in.readCount();
        read.halfWidths.merge(ExactSum.readFrom(in));
        read.squaredHalfWidths.merge(ExactSum.readFrom(in));
        read.sizes.merge(ExactSum.readFrom(in));
        return read;
    }
}
