package io.tidemark.feedback.quality;

import io.tidemark.event.Task;
import io.tidemark.feedback.quality.QualityRow.Change;
import io.tidemark.stats.metric.BinaryAccumulator;
import io.tidemark.stats.metric.MetricAccumulator;
import io.tidemark.stats.metric.MulticlassAccumulator;
import io.tidemark.stats.metric.RegressionAccumulator;
import org.jspecify.annotations.Nullable;

/// What is new in one pane of one series since it was last sent.
public final class PaneDelta {
    private final Task task;
    private final double threshold;
    private long predictions;
    private long expired;
    private long labelled;
    private long delayMsSum;
    private @Nullable MetricAccumulator added;
    private @Nullable MetricAccumulator removed;

    /// @param threshold probability from which on class 1 is predicted (binary)
    public PaneDelta(Task task, double threshold) {
        this.task = task;
        this.threshold = threshold;
    }

    /// Takes a change.
    public void take(Change change) {
        switch (change) {
            case Change.Predicted ignored -> predictions++;
            case Change.Expired ignored -> expired++;
            case Change.Labelled row -> {
                labelled++;
                delayMsSum += row.delayMs();
                added = plus(added, row.actual(), row.predicted());
            }
            case Change.Relabelled row -> {
                removed = plus(removed, row.before(), row.predicted());
                added = plus(added, row.after(), row.predicted());
            }
            case Change.LabelledClass row -> {
                labelled++;
                delayMsSum += row.delayMs();
                added = plus(added, row.row());
            }
            case Change.RelabelledClass row -> {
                removed = row.before().map(before -> plus(removed, before)).orElse(removed);
                added = row.after().map(after -> plus(added, after)).orElse(added);
            }
        }
    }

    private static MetricAccumulator plus(@Nullable MetricAccumulator so, ClassRow row) {
        MulticlassAccumulator metrics =
                so instanceof MulticlassAccumulator known ? known : new MulticlassAccumulator(row.classes());
        metrics.add(row.actual(), row.predicted(), row.probability());
        return metrics;
    }

    private @Nullable MetricAccumulator plus(@Nullable MetricAccumulator so, double actual, double predicted) {
        MetricAccumulator metrics = so == null && !Double.isNaN(actual) ? empty() : so;
        if (metrics != null && !Double.isNaN(actual)) {
            metrics.add(actual, predicted);
        }
        return metrics;
    }

    private @Nullable MetricAccumulator empty() {
        return switch (task) {
            case REGRESSION -> new RegressionAccumulator();
            case BINARY -> new BinaryAccumulator(threshold, BinaryAccumulator.USUAL_EXACT_ROWS);
            // Rows of several classes make their own; one without its class is not measured.
            case MULTICLASS -> null;
        };
    }

    public long predictions() {
        return predictions;
    }

    public long expired() {
        return expired;
    }

    public long labelled() {
        return labelled;
    }

    public long delayMsSum() {
        return delayMsSum;
    }

    /// Metrics over the rows that came; null: none.
    public @Nullable MetricAccumulator added() {
        return added;
    }

    /// Metrics over the rows that corrections took back; null: none.
    public @Nullable MetricAccumulator removed() {
        return removed;
    }
}
