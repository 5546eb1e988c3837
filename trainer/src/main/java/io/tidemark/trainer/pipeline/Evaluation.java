package io.tidemark.trainer.pipeline;

import io.tidemark.stats.metric.MetricReport;
import io.tidemark.stats.metric.MostProbable;
import java.util.Map;

/// Scores of a model on rows that it was not fitted on.
public final class Evaluation {
    private final String[] ids;
    private final double[] actual;
    private final double[] scores;
    private final int outputs;
    private final MetricReport report;
    private final boolean recent;

    Evaluation(String[] ids, double[] actual, double[] scores, MetricReport report, boolean recent) {
        this.ids = ids;
        this.actual = actual;
        this.scores = scores;
        this.outputs = Scores.outputs(scores, actual.length);
        this.report = report;
        this.recent = recent;
    }

    /// Number of rows.
    public int rows() {
        return actual.length;
    }

    /// Name of a row.
    public String id(int row) {
        return ids[row];
    }

    /// Labels of all rows.
    public double[] actual() {
        return actual.clone();
    }

    /// Scores of all rows, `[rows * outputs]`, row by row; see [Scores].
    public double[] scores() {
        return scores.clone();
    }

    /// Label of a row.
    public double actual(int row) {
        return actual[row];
    }

    /// Score of a row; of several classes the probability of the most probable one.
    public double score(int row) {
        return scores[row * outputs + predictedClass(row)];
    }

    /// Code of the most probable one of several classes; 0 where a row has one score.
    public int predictedClass(int row) {
        return MostProbable.of(scores, row, outputs);
    }

    /// How many scores a row has: one, or the probability of each of several classes.
    public int outputs() {
        return outputs;
    }

    /// One of the scores of a row.
    ///
    /// @param output 0 for the only one, or the code of a class
    public double score(int row, int output) {
        return scores[row * outputs + output];
    }

    /// Scores of some rows, `[picked * outputs]`.
    double[] scores(int[] picked) {
        return Scores.pick(scores, rows(), picked);
    }

    /// All metrics.
    public MetricReport report() {
        return report;
    }

    /// All metrics by name.
    public Map<String, Double> metrics() {
        return report.values();
    }

    /// True when the rows are recent ones from the log, false when they are the base data's test rows.
    public boolean isRecent() {
        return recent;
    }
}
