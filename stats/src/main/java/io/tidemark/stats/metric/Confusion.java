package io.tidemark.stats.metric;

import java.util.List;

/// How often each outcome met each prediction, for two classes.
///
/// @param truePositives rows of class 1 predicted 1
/// @param falsePositives rows of class 0 predicted 1
/// @param trueNegatives rows of class 0 predicted 0
/// @param falseNegatives rows of class 1 predicted 0
public record Confusion(long truePositives, long falsePositives, long trueNegatives, long falseNegatives) {
    public long rows() {
        return truePositives + falsePositives + trueNegatives + falseNegatives;
    }

    /// Rows of class 1.
    public long positives() {
        return truePositives + falseNegatives;
    }

    /// Rows of class 0.
    public long negatives() {
        return trueNegatives + falsePositives;
    }

    /// Rows predicted 1.
    public long predictedPositives() {
        return truePositives + falsePositives;
    }

    /// The scores of class 0 and of class 1.
    public List<ClassScores> perClass() {
        ClassTable table = table();
        return List.of(table.scores(0), table.scores(1));
    }

    ClassTable table() {
        return new ClassTable(2, new long[] {trueNegatives, falsePositives, falseNegatives, truePositives});
    }

    /// The mean of the shares found of the classes that occur; 0 without rows.
    double balancedAccuracy() {
        double recall = truePositives / (double) Math.max(1, positives());
        double specificity = trueNegatives / (double) Math.max(1, negatives());
        return positives() > 0 && negatives() > 0 ? (recall + specificity) / 2 : recall + specificity;
    }

    /// Its standard error, as of a mean of two independent shares.
    double standardErrorOfBalancedAccuracy() {
        double variance = varianceOfShare(truePositives, positives()) + varianceOfShare(trueNegatives, negatives());
        return positives() > 0 && negatives() > 0 ? Math.sqrt(variance) / 2 : Math.sqrt(variance);
    }

    private static double varianceOfShare(long hits, long trials) {
        double share = hits / (double) trials;
        return trials == 0 ? 0 : share * (1 - share) / trials;
    }

    /// Matthews' correlation; 0 where a class or a decision does not occur.
    double correlation() {
        double scale = Math.sqrt((double) predictedPositives())
                * Math.sqrt((double) rows() - predictedPositives())
                * Math.sqrt((double) positives())
                * Math.sqrt((double) negatives());
        double covariance = (double) truePositives * trueNegatives - (double) falsePositives * falseNegatives;
        return scale == 0 ? 0 : Math.clamp(covariance / scale, -1, 1);
    }

    /// Its standard error by the delta method (Bishop, Fienberg and Holland, Discrete Multivariate Analysis, 1975,
    /// eq. 11.3-13); NaN where a class or a decision does not occur.
    double standardErrorOfCorrelation() {
        double rows = rows();
        double actual = positives() / rows;
        double decided = predictedPositives() / rows;
        double actualSpread = actual * (1 - actual);
        double decidedSpread = decided * (1 - decided);
        double skew = (2 * actual - 1) * (2 * decided - 1) / Math.sqrt(actualSpread * decidedSpread);
        double squaredSkews = (2 * actual - 1) * (2 * actual - 1) / actualSpread
                + (2 * decided - 1) * (2 * decided - 1) / decidedSpread;
        double phi = correlation();
        double variance = 1 - phi * phi + phi * (1 + phi * phi / 2) * skew - 0.75 * phi * phi * squaredSkews;
        return Math.sqrt(Math.max(0, variance) / rows);
    }
}
