package io.tidemark.stats.metric;

import io.tidemark.stats.metric.RankMetrics.Rank;
import java.util.Optional;

/// Turns counts of a binary classification into metrics and their intervals.
///
/// Shares have Wilson's interval; F1 has that of the share tp / (tp + fp + fn), of which it is a rising function. Area,
/// average precision and balanced accuracy have intervals on the logit scale, Matthews' correlation one by the delta
/// method. The distance of Kolmogorov and Smirnov has that of a difference of two shares at the score where it is
/// found; as a largest difference it is too high on few rows.
final class BinaryMetrics {
    private BinaryMetrics() {}

    static void addDecisions(Confusion confusion, Confidence confidence, ReportBuilder report) {
        long truePositives = confusion.truePositives();
        long right = truePositives + confusion.trueNegatives();
        addShare(Metric.ACCURACY, right, confusion.rows(), confidence, report);
        addShare(Metric.PRECISION, truePositives, confusion.predictedPositives(), confidence, report);
        addShare(Metric.RECALL, truePositives, confusion.positives(), confidence, report);
        long overlap = truePositives + confusion.falsePositives() + confusion.falseNegatives();
        report.add(
                Metric.F1,
                truePositives == 0 ? 0 : f1(truePositives / (double) overlap),
                confidence
                        .ofShare(truePositives, overlap)
                        .map(share -> new Interval(f1(share.low()), f1(share.high()))));
        confusion.table().addAverages(report, confidence);
        addBothClasses(confusion, confidence, report);
    }

    private static void addBothClasses(Confusion confusion, Confidence confidence, ReportBuilder report) {
        addShare(Metric.SPECIFICITY, confusion.trueNegatives(), confusion.negatives(), confidence, report);
        double balanced = confusion.balancedAccuracy();
        long rarer = Math.min(confusion.positives(), confusion.negatives());
        report.add(
                Metric.BALANCED_ACCURACY,
                balanced,
                Optional.of(confidence.ofScore(balanced, confusion.standardErrorOfBalancedAccuracy(), (double)
                        (rarer == 0 ? confusion.rows() : rarer))));
        double mcc = confusion.correlation();
        // Of a perfect table the law knows no error, which says nothing.
        double standardError = Math.abs(mcc) == 1 ? Double.NaN : confusion.standardErrorOfCorrelation();
        report.add(
                Metric.MCC,
                mcc,
                confidence.ofStandardError(mcc, standardError, confusion.rows()).map(found -> found.within(-1, 1)));
    }

    /// 0 without trials, as scikit-learn has it.
    private static void addShare(Metric metric, long hits, long trials, Confidence confidence, ReportBuilder report) {
        report.add(metric, trials == 0 ? 0 : hits / (double) trials, confidence.ofShare(hits, trials));
    }

    /// F1 by the share of true positives in all rows that are or are predicted positive.
    private static double f1(double share) {
        return 2 * share / (1 + share);
    }

    /// @param exact whether the rows are ranked by their scores rather than by buckets of them
    static void addRanks(RankMetrics ranks, boolean exact, Confidence confidence, ReportBuilder report) {
        double positives = ranks.positives();
        double negatives = ranks.negatives();
        if (positives > 0 && negatives > 0) {
            add(Metric.AUC, ranks.auc(), exact, Math.min(positives, negatives), confidence, report);
            Rank ks = ranks.kolmogorovSmirnov();
            report.add(
                    Metric.KS,
                    ks.value(),
                    confidence
                            .ofStandardError(ks.value(), ks.standardError(), (long) (positives + negatives))
                            .map(found -> found.within(0, 1)),
                    exact ? 0 : ks.bucketError());
        }
        if (positives > 0) {
            add(Metric.AVERAGE_PRECISION, ranks.averagePrecision(), exact, positives, confidence, report);
        } else {
            report.add(Metric.AVERAGE_PRECISION, 0, Optional.empty());
        }
    }

    private static void add(
            Metric metric, Rank rank, boolean exact, double trials, Confidence confidence, ReportBuilder report) {
        report.add(
                metric,
                rank.value(),
                Optional.of(confidence.ofScore(rank.value(), rank.standardError(), trials)),
                exact ? 0 : rank.bucketError());
    }

    /// The squared distances of rows from their probabilities, of which the Brier score is the mean, are also those
    /// of a row's contribution to the calibration error, up to its sign: hence the standard error. The error itself
    /// is never below 0 and too large on few rows.
    static void addCalibration(double error, double brier, long rows, Confidence confidence, ReportBuilder report) {
        double standardError = Math.sqrt(Math.max(0, brier - error * error) / (rows - 1.0));
        report.add(
                Metric.ECE,
                error,
                confidence.ofStandardError(error, standardError, rows).map(found -> found.within(0, 1)));
    }
}
