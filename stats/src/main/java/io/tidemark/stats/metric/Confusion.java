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

    /// Rows predicted 1.
    public long predictedPositives() {
        return truePositives + falsePositives;
    }

    /// The scores of class 0 and of class 1.
    public List<ClassScores> perClass() {
        ClassTable table = new ClassTable(2, new long[] {trueNegatives, falsePositives, falseNegatives, truePositives});
        return List.of(table.scores(0), table.scores(1));
    }
}
