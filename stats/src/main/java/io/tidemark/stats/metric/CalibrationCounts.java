package io.tidemark.stats.metric;

import io.tidemark.stats.exact.ExactSum;
import io.tidemark.stats.histogram.NumericBins;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.ArrayList;
import java.util.List;

/// Rows, positive rows and the sum of probabilities in ten bins of equal width: scikit-learn's `calibration_curve`.
final class CalibrationCounts {
    private static final int BINS = 10;
    private static final NumericBins EDGES = edges();

    private final long[] rows = new long[BINS];
    private final long[] positives = new long[BINS];
    private final ExactSum[] probabilities = new ExactSum[BINS];

    CalibrationCounts() {
        for (int bin = 0; bin < BINS; bin++) {
            probabilities[bin] = new ExactSum();
        }
    }

    void add(double probability, boolean positive) {
        int bin = EDGES.binOf(probability);
        rows[bin]++;
        positives[bin] += positive ? 1 : 0;
        probabilities[bin].add(probability);
    }

    void merge(CalibrationCounts other) {
        for (int bin = 0; bin < BINS; bin++) {
            rows[bin] += other.rows[bin];
            positives[bin] += other.positives[bin];
            probabilities[bin].merge(other.probabilities[bin]);
        }
    }

    void subtract(CalibrationCounts other) {
        for (int bin = 0; bin < BINS; bin++) {
            rows[bin] -= other.rows[bin];
            positives[bin] -= other.positives[bin];
            probabilities[bin].subtract(other.probabilities[bin]);
        }
    }

    /// The bins that hold rows.
    List<CalibrationBin> table() {
        List<CalibrationBin> table = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (rows[bin] > 0) {
                double size = rows[bin];
                table.add(new CalibrationBin(
                        Math.max(0, EDGES.lowerEnd(bin)),
                        Math.min(1, EDGES.upperEnd(bin)),
                        rows[bin],
                        probabilities[bin].value() / size,
                        positives[bin] / size));
            }
        }
        return table;
    }

    /// Expected calibration error; needs a row.
    double error() {
        double total = 0;
        long all = 0;
        for (int bin = 0; bin < BINS; bin++) {
            total += Math.abs(probabilities[bin].value() - positives[bin]);
            all += rows[bin];
        }
        return total / all;
    }

    void writeTo(StateWriter out) {
        for (int bin = 0; bin < BINS; bin++) {
            out.writeCount(rows[bin]);
            out.writeCount(positives[bin]);
            probabilities[bin].writeTo(out);
        }
    }

    void readFrom(StateReader in) {
        for (int bin = 0; bin < BINS; bin++) {
            rows[bin] = in.readCount();
            positives[bin] = in.readCount();
            probabilities[bin] = ExactSum.readFrom(in);
        }
    }

    private static NumericBins edges() {
        double[] cuts = new double[BINS - 1];
        for (int i = 0; i < cuts.length; i++) {
            // As numpy.linspace rounds them: 3 * 0.1 lies above 0.3.
            cuts[i] = (i + 1) * (1.0 / BINS);
        }
        return new NumericBins(cuts);
    }
}
