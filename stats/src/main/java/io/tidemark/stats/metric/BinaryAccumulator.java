package io.tidemark.stats.metric;

import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.List;

/// The metrics of a binary classification by the probability of class 1.
///
/// All are exact but the area under the curve and the average precision, which are exact up to a limit of rows;
/// beyond, scores are ranked by buckets, and the report states how far each of the two may be from the exact value
/// (0.001 or less for scores that spread). A row is rejected when its outcome is neither 0 nor 1 or its probability
/// not between them.
public final class BinaryAccumulator implements MetricAccumulator {
    /// Rows up to which ranking metrics are exact, unless another limit is given.
    public static final int USUAL_EXACT_ROWS = 1_000;

    /// From which probability on class 1 is predicted, unless another threshold is given.
    public static final double USUAL_THRESHOLD = 0.5;

    static final byte KIND = 'b';

    private final double threshold;
    private long rejected;
    private long truePositives;
    private long falsePositives;
    private long trueNegatives;
    private long falseNegatives;
    private final ScoreCounts scores;
    private final CalibrationCounts calibration = new CalibrationCounts();
    private final MeanSums logLoss = new MeanSums();
    private final MeanSums brier = new MeanSums();

    public BinaryAccumulator() {
        this(USUAL_THRESHOLD, USUAL_EXACT_ROWS);
    }

    /// @param threshold probability from which on class 1 is predicted, inclusive, 0 to 1
    /// @param exactRows rows up to which ranking metrics are exact, 0 or more; 8 bytes each
    public BinaryAccumulator(double threshold, int exactRows) {
        this(threshold, new ScoreCounts(exactRows));
    }

    private BinaryAccumulator(double threshold, ScoreCounts scores) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("Found threshold " + threshold + ", expected 0 to 1.");
        }
        this.threshold = threshold;
        this.scores = scores;
    }

    /// The metrics of a batch at the usual threshold, all exact.
    ///
    /// @param actual outcomes, 0 or 1
    /// @param predicted probabilities of 1, one for each outcome
    public static BinaryAccumulator of(double[] actual, double[] predicted) {
        return of(actual, predicted, USUAL_THRESHOLD);
    }

    /// The metrics of a batch, all exact.
    ///
    /// @param actual outcomes, 0 or 1
    /// @param predicted probabilities of 1, one for each outcome
    /// @param threshold probability from which on class 1 is predicted, inclusive, 0 to 1
    public static BinaryAccumulator of(double[] actual, double[] predicted, double threshold) {
        Rows.requireSameLength(actual, predicted);
        BinaryAccumulator accumulator = new BinaryAccumulator(threshold, actual.length);
        for (int i = 0; i < actual.length; i++) {
            accumulator.add(actual[i], predicted[i]);
        }
        return accumulator;
    }

    @Override
    public boolean add(double actual, double predicted) {
        boolean positive = actual == 1;
        if (!(positive || actual == 0) || !(predicted >= 0 && predicted <= 1)) {
            rejected++;
            return false;
        }
        boolean predictedPositive = predicted >= threshold;
        if (positive) {
            truePositives += predictedPositive ? 1 : 0;
            falseNegatives += predictedPositive ? 0 : 1;
        } else {
            falsePositives += predictedPositive ? 1 : 0;
            trueNegatives += predictedPositive ? 0 : 1;
        }
        scores.add(predicted, positive);
        calibration.add(predicted, positive);
        logLoss.add(ClassLoss.logLoss(positive ? predicted : 1 - predicted));
        double distance = predicted - actual;
        brier.add(distance * distance);
        return true;
    }

    @Override
    public void merge(MetricAccumulator other) {
        if (!(other instanceof BinaryAccumulator that)) {
            throw Rows.otherTask(this, other);
        }
        if (that.threshold != threshold) {
            throw new IllegalArgumentException(
                    "Found thresholds " + threshold + " and " + that.threshold + ", expected the same.");
        }
        scores.merge(that.scores);
        rejected += that.rejected;
        truePositives += that.truePositives;
        falsePositives += that.falsePositives;
        trueNegatives += that.trueNegatives;
        falseNegatives += that.falseNegatives;
        calibration.merge(that.calibration);
        logLoss.merge(that.logLoss);
        brier.merge(that.brier);
    }

    @Override
    public void subtract(MetricAccumulator other) {
        if (!(other instanceof BinaryAccumulator that)) {
            throw Rows.otherTask(this, other);
        }
        if (that.threshold != threshold) {
            throw new IllegalArgumentException(
                    "Found thresholds " + threshold + " and " + that.threshold + ", expected the same.");
        }
        scores.subtract(that.scores);
        rejected = Math.max(0, rejected - that.rejected);
        truePositives -= that.truePositives;
        falsePositives -= that.falsePositives;
        trueNegatives -= that.trueNegatives;
        falseNegatives -= that.falseNegatives;
        calibration.subtract(that.calibration);
        logLoss.subtract(that.logLoss);
        brier.subtract(that.brier);
    }

    @Override
    public long rows() {
        return scores.count();
    }

    @Override
    public long rejected() {
        return rejected;
    }

    /// Outcomes against predictions at the threshold.
    public Confusion confusion() {
        return new Confusion(truePositives, falsePositives, trueNegatives, falseNegatives);
    }

    /// Predicted against actual shares in ten bins of equal width, those without rows left out.
    public List<CalibrationBin> calibration() {
        return calibration.table();
    }

    @Override
    public MetricReport report(double confidence) {
        ReportBuilder report = new ReportBuilder();
        Confidence intervals = new Confidence(confidence);
        if (rows() > 0) {
            BinaryMetrics.addDecisions(confusion(), intervals, report);
            BinaryMetrics.addRanks(new RankMetrics(scores.groups()), scores.isExact(), intervals, report);
            logLoss.addTo(report, Metric.LOG_LOSS, rows(), intervals);
            brier.addTo(report, Metric.BRIER, rows(), intervals);
            BinaryMetrics.addCalibration(calibration.error(), brier.mean(rows()), rows(), intervals, report);
        }
        return report.build(rows(), rejected);
    }

    @Override
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        out.writeDouble(threshold);
        out.writeCount(rejected);
        out.writeCount(truePositives);
        out.writeCount(falsePositives);
        out.writeCount(trueNegatives);
        out.writeCount(falseNegatives);
        scores.writeTo(out);
        calibration.writeTo(out);
        logLoss.writeTo(out);
        brier.writeTo(out);
        return out.toBytes();
    }

    /// Reads what follows the kind.
    static BinaryAccumulator readFrom(StateReader in) {
        double threshold = in.readFinite("threshold");
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new CorruptStateException("Found threshold " + threshold + ", expected 0 to 1.");
        }
        long[] counts = new long[5];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.readCount();
        }
        BinaryAccumulator read = new BinaryAccumulator(threshold, ScoreCounts.readFrom(in));
        read.rejected = counts[0];
        read.truePositives = counts[1];
        read.falsePositives = counts[2];
        read.trueNegatives = counts[3];
        read.falseNegatives = counts[4];
        read.calibration.readFrom(in);
        read.logLoss.readFrom(in);
        read.brier.readFrom(in);
        return read;
    }
}
