package io.tidemark.feedback.quality;

import io.tidemark.stats.expect.ExpectedQuality;
import io.tidemark.stats.metric.MetricAccumulator;
import io.tidemark.stats.quantile.QuantileCounts;
import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import org.jspecify.annotations.Nullable;

/// Quality over some stretch of event time: of a pane, of a window, or of all time. Mergeable in any order.
public final class PaneTotals {
    private static final byte KIND = 'Q';

    /// Of before delays and expectations were kept.
    private static final byte FIRST_KIND = 'q';

    /// Labels up to which quantiles of their delays are exact.
    static final int EXACT_DELAYS = 200;

    private static final byte[] NOTHING = {};

    private long predictions;
    private long expired;
    private long labelled;
    private long delayMsSum;
    private @Nullable MetricAccumulator metrics;
    private @Nullable QuantileCounts delays;
    private @Nullable ExpectedQuality expected;

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
        addDelays(other.delays);
        addExpected(other.expected);
    }

    /// Adds times from request to label, milliseconds; null: none.
    public void addDelays(@Nullable QuantileCounts more) {
        if (more != null) {
            delays = delays == null ? new QuantileCounts(EXACT_DELAYS) : delays;
            delays.merge(more);
        }
    }

    /// Adds what further predictions let expect; null: nothing.
    public void addExpected(@Nullable ExpectedQuality more) {
        if (more == null) {
            return;
        }
        if (expected == null) {
            expected = ExpectedQuality.fromBytes(more.toBytes());
        } else {
            expected.merge(more);
        }
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

    /// Times from request to label, milliseconds, of the labels since these are kept; null when there are none.
    public @Nullable QuantileCounts delays() {
        return delays;
    }

    /// What the predictions let expect, labelled or not; null when that is nothing.
    public @Nullable ExpectedQuality expected() {
        return expected;
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
        write(metrics == null ? NOTHING : metrics.toBytes(), out);
        write(delays == null ? NOTHING : delays.toBytes(), out);
        write(expected == null ? NOTHING : expected.toBytes(), out);
    }

    private static void write(byte[] part, StateWriter out) {
        out.writeCount(part.length);
        for (byte b : part) {
            out.writeByte(b);
        }
    }

    private static byte[] read(StateReader in, String what) {
        byte[] part = new byte[in.readLength(1, what)];
        for (int i = 0; i < part.length; i++) {
            part[i] = in.readByte();
        }
        return part;
    }

    /// Reads what [#toBytes] wrote.
    public static PaneTotals fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        PaneTotals totals = readFrom(in);
        in.expectEnd();
        return totals;
    }

    static PaneTotals readFrom(StateReader in) {
        byte kind = in.readByte();
        if (kind != KIND && kind != FIRST_KIND) {
            throw new CorruptStateException(
                    "Found quality of kind " + kind + ", expected " + KIND + " or " + FIRST_KIND + ".");
        }
        PaneTotals totals = new PaneTotals();
        totals.predictions = in.readCount();
        totals.expired = in.readCount();
        totals.labelled = in.readCount();
        totals.delayMsSum = in.readCount();
        byte[] measured = read(in, "bytes of metrics");
        totals.metrics = measured.length == 0 ? null : MetricAccumulator.fromBytes(measured);
        if (kind == KIND) {
            byte[] delays = read(in, "bytes of delays");
            totals.delays = delays.length == 0 ? null : QuantileCounts.fromBytes(delays);
            byte[] expected = read(in, "bytes of expectations");
            totals.expected = expected.length == 0 ? null : ExpectedQuality.fromBytes(expected);
        }
        return totals;
    }
}
