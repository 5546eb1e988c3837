package io.tidemark.feedback.quality;

import io.tidemark.event.Task;
import io.tidemark.feedback.quality.Series.Line;
import io.tidemark.feedback.terms.Segments.Segment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// What is known of a series since its beginning. Times are milliseconds since 1970-01-01 UTC.
public final class SeriesState {
    /// A time that did not come yet.
    public static final long NEVER = Long.MIN_VALUE;

    private static final int VERSION = 1;

    private final Series series;
    private final PaneTotals total;
    private long firstPaneMs;
    private long lastPaneMs;
    private long labelledPaneMs;

    public SeriesState(Series series) {
        this(series, new PaneTotals(), NEVER, NEVER, NEVER);
    }

    private SeriesState(Series series, PaneTotals total, long firstPaneMs, long lastPaneMs, long labelledPaneMs) {
        this.series = series;
        this.total = total;
        this.firstPaneMs = firstPaneMs;
        this.lastPaneMs = lastPaneMs;
        this.labelledPaneMs = labelledPaneMs;
    }

    public Series series() {
        return series;
    }

    /// Quality since the version first answered.
    public PaneTotals total() {
        return total;
    }

    /// Notes that something happened in a pane.
    ///
    /// @param hasLabels true when labels came
    /// @param nowMs panes that begin later, from events of the future, do not move windows on
    public void touch(long paneMs, boolean hasLabels, long nowMs) {
        firstPaneMs = firstPaneMs == NEVER ? paneMs : Math.min(firstPaneMs, paneMs);
        if (paneMs <= nowMs) {
            lastPaneMs = Math.max(lastPaneMs, paneMs);
            labelledPaneMs = hasLabels ? Math.max(labelledPaneMs, paneMs) : labelledPaneMs;
        }
    }

    /// Start of the earliest pane.
    public long firstPaneMs() {
        return firstPaneMs;
    }

    /// Start of the newest pane.
    public long lastPaneMs() {
        return Math.max(firstPaneMs, lastPaneMs);
    }

    /// The pane that windows end with: the newest one with labels, or without any the newest one. Where labels take
    /// days, a window over the newest requests would never have any.
    ///
    /// @param nowMs where windows end as long as all panes lie in the future
    public long anchorMs(long nowMs) {
        if (labelledPaneMs != NEVER) {
            return labelledPaneMs;
        }
        return lastPaneMs == NEVER ? nowMs : lastPaneMs;
    }

    /// The state as bytes.
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            Line line = series.line();
            out.writeUTF(line.model());
            out.writeInt(line.version());
            out.writeUTF(line.sha256());
            out.writeUTF(line.variant());
            out.writeUTF(line.task().name());
            out.writeUTF(series.segment().feature());
            out.writeUTF(series.segment().value());
            out.writeLong(firstPaneMs);
            out.writeLong(lastPaneMs);
            out.writeLong(labelledPaneMs);
            out.write(total.toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed.", e);
        }
        return bytes.toByteArray();
    }

    /// Reads what [#toBytes] wrote.
    public static SeriesState fromBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException(
                        "Found the state of a series in version " + version + ", expected " + VERSION + ".");
            }
            Line line = new Line(in.readUTF(), in.readInt(), in.readUTF(), in.readUTF(), Task.valueOf(in.readUTF()));
            Series series = new Series(line, new Segment(in.readUTF(), in.readUTF()));
            long first = in.readLong();
            long last = in.readLong();
            long labelled = in.readLong();
            return new SeriesState(series, PaneTotals.fromBytes(in.readAllBytes()), first, last, labelled);
        } catch (IOException e) {
            throw new UncheckedIOException("The state of a series is cut off.", e);
        }
    }
}
