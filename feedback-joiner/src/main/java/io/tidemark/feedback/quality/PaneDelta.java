package io.tidemark.feedback.quality;

import io.tidemark.event.Task;
import io.tidemark.feedback.quality.QualityRow.Change;
import io.tidemark.stats.expect.ExpectedBinary;
import io.tidemark.stats.expect.ExpectedQuality;
import io.tidemark.stats.expect.ExpectedRegression;
import io.tidemark.stats.metric.BinaryAccumulator;
import io.tidemark.stats.metric.MetricAccumulator;
import io.tidemark.stats.metric.MulticlassAccumulator;
import io.tidemark.stats.metric.RegressionAccumulator;
import io.tidemark.stats.quantile.QuantileCounts;
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
    private @Nullable QuantileCounts delays;
    private @Nullable ExpectedQuality expected;

    /// @param threshold probability from which on class 1 is predicted (binary)
    public PaneDelta(Task task, double threshold) {
        this.task = task;
        this.threshold = threshold;
    }

    /// Takes a change.
    public void take(Change change) {
        switch (change) {
            case Change.Predicted row -> {
                predictions++;
                expect(row);
            }
            case Change.Expired ignored -> expired++;
            case Change.Labelled row -> {
                labelled++;
                delay(row.delayMs());
                added = plus(added, row.actual(), row.predicted());
            }
            case Change.Relabelled row -> {
                removed = plus(removed, row.before(), row.predicted());
                added = plus(added, row.after(), row.predicted());
            }
            case Change.LabelledClass row -> {
                labelled++;
                delay(row.delayMs());
                added = plus(added, row.row());
            }
            case Change.RelabelledClass row -> {
                removed = row.before().map(before -> plus(removed, before)).orElse(removed);
                added = row.after().map(after -> plus(added, after)).orElse(added);
            }
        }
    }

    private void expect(Change.Predicted row) {
        switch (task) {
            case REGRESSION -> {
                if (!Double.isNaN(row.halfWidth())) {
                    ExpectedRegression numbers =
                            expected instanceof ExpectedRegression known ? known : new ExpectedRegression();
                    numbers.add(row.value(), row.halfWidth());
                    expected = numbers;
                }
            }
            case BINARY -> {
                if (!Double.isNaN(row.value())) {
                    ExpectedBinary scores = expected instanceof ExpectedBinary known ? known : new ExpectedBinary();
                    scores.add(row.value());
                    expected = scores;
                }
            }
            case MULTICLASS -> {
                // Nothing is estimated of several classes.
            }
        }
    }

    private void delay(long delayMs) {
        delayMsSum += delayMs;
        delays = delays == null ? new QuantileCounts(PaneTotals.EXACT_DELAYS) : delays;
        delays.add((double) delayMs);
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

    /// Time from request to label of each labelled row, milliseconds; null: none.
    public @Nullable QuantileCounts delays() {
        return delays;
    }

    /// What the predictions let expect; null: nothing.
    public @Nullable ExpectedQuality expected() {
        return expected;
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
