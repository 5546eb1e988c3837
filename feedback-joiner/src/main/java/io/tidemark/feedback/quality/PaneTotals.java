package io.tidemark.feedback.quality;

import io.tidemark.stats.metric.MetricAccumulator;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import org.jspecify.annotations.Nullable;

/// Quality over some stretch of event time: of a pane, of a window, or of all time. Mergeable in any order.
public final class PaneTotals {
    private static final byte KIND = 'q';

    private long predictions;
    private long expired;
    private long labelled;
    private long delayMsSum;
    private @Nullable MetricAccumulator metrics;

    /// Adds what a pane delta says.
    ///
    /// @param added metrics over rows that came; null: none
    /// @param removed metrics over rows that a correction took back; null: none
    public void add(
            long morePredictions,
            long moreExpired,
            long moreLabelled,
            long moreDelayMs,
            @Nullable MetricAccumulator added,
            @Nullable MetricAccumulator removed) {
        predictions += morePredictions;
        expired += moreExpired;
        labelled += moreLabelled;
        delayMsSum += moreDelayMs;
        if (added != null) {
            addMetrics(added);
        }
        if (removed != null && metrics != null) {
            metrics.subtract(removed);
        }
    }

    /// Adds all that the other one holds.
    public void merge(PaneTotals other) {
        add(other.predictions, other.expired, other.labelled, other.delayMsSum, other.metrics, null);
    }

    private void addMetrics(MetricAccumulator added) {
        if (metrics == null) {
            metrics = MetricAccumulator.fromBytes(added.toBytes());
        } else {
            metrics.merge(added);
        }
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

    /// Mean time from request to label, milliseconds; 0 without labels.
    public double meanDelayMs() {
        return labelled == 0 ? 0 : (double) delayMsSum / labelled;
    }

    /// Metrics over the labelled rows; null when there are none.
    public @Nullable MetricAccumulator metrics() {
        return metrics;
    }

    /// The state; equal totals have equal bytes.
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        writeTo(out);
        return out.toBytes();
    }

    void writeTo(StateWriter out) {
        out.writeByte(KIND);
        out.writeCount(predictions);
        out.writeCount(expired);
        out.writeCount(labelled);
        out.writeCount(delayMsSum);
        byte[] measured = metrics == null ? new byte[0] : metrics.toBytes();
        out.writeCount(measured.length);
        for (byte b : measured) {
            out.writeByte(b);
        }
    }

    /// Reads what [#toBytes] wrote.
    public static PaneTotals fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        PaneTotals totals = readFrom(in);
        in.expectEnd();
        return totals;
    }

    static PaneTotals readFrom(StateReader in) {
        in.expectKind(KIND, "quality");
        PaneTotals totals = new PaneTotals();
        totals.predictions = in.readCount();
        totals.expired = in.readCount();
        totals.labelled = in.readCount();
        totals.delayMsSum = in.readCount();
        byte[] measured = new byte[in.readLength(1, "bytes of metrics")];
        for (int i = 0; i < measured.length; i++) {
            measured[i] = in.readByte();
        }
        totals.metrics = measured.length == 0 ? null : MetricAccumulator.fromBytes(measured);
        return totals;
    }
}
