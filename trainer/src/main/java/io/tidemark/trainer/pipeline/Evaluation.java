package io.tidemark.trainer.pipeline;

import io.tidemark.stats.metric.MetricReport;
import java.util.Map;

/// Scores of a model on rows that it was not fitted on.
public final class Evaluation {
    private final String[] ids;
    private final double[] actual;
    private final double[] scores;
    private final MetricReport report;
    private final boolean recent;

    Evaluation(String[] ids, double[] actual, double[] scores, MetricReport report, boolean recent) {
        this.ids = ids;
        this.actual = actual;
        this.scores = scores;
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

    /// Scores of all rows.
    public double[] scores() {
        return scores.clone();
    }

    /// Label of a row.
    public double actual(int row) {
        return actual[row];
    }

    /// Score of a row.
    public double score(int row) {
        return scores[row];
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
