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
import java.util.ArrayList;
import java.util.List;

/// What is known of a series since its beginning. Times are milliseconds since 1970-01-01 UTC.
public final class SeriesState {
    /// A time that did not come yet.
    public static final long NEVER = Long.MIN_VALUE;

    /// Without windows.
    private static final int FIRST_VERSION = 1;

    /// Without windows that tumble.
    private static final int SECOND_VERSION = 2;

    private static final int VERSION = 3;

    private final Series series;
    private final PaneTotals total;
    private long firstPaneStartMs;
    private long lastPaneStartMs;
    private long labelledPaneStartMs;
    private List<WindowShape> shapes = List.of();
    private List<WindowShape> tumbling = List.of();

    public SeriesState(Series series) {
        this(series, new PaneTotals(), NEVER, NEVER, NEVER);
    }

    private SeriesState(
            Series series, PaneTotals total, long firstPaneStartMs, long lastPaneStartMs, long labelledPaneStartMs) {
        this.series = series;
        this.total = total;
        this.firstPaneStartMs = firstPaneStartMs;
        this.lastPaneStartMs = lastPaneStartMs;
        this.labelledPaneStartMs = labelledPaneStartMs;
    }

    public Series series() {
        return series;
    }

    /// Quality since the version first answered.
    public PaneTotals total() {
        return total;
    }

    /// The windows that panes are kept for, the shortest first; empty: the version's bundle was never there.
    public List<WindowShape> shapes() {
        return shapes;
    }

    /// The windows that tumble, the shortest first.
    public List<WindowShape> tumbling() {
        return tumbling;
    }

    /// Notes the windows of the version's bundle, the shortest first: they hold while it cannot be had, too.
    ///
    /// @param rolling those that roll
    /// @param sideBySide those that tumble
    public void setShapes(List<WindowShape> rolling, List<WindowShape> sideBySide) {
        shapes = List.copyOf(rolling);
        tumbling = List.copyOf(sideBySide);
    }

    /// Notes that something happened in a pane.
    ///
    /// @param hasLabels true when labels came
    /// @param nowMs panes that begin later, from events of the future, do not move windows on
    public void touch(long paneStartMs, boolean hasLabels, long nowMs) {
        firstPaneStartMs = firstPaneStartMs == NEVER ? paneStartMs : Math.min(firstPaneStartMs, paneStartMs);
        if (paneStartMs <= nowMs) {
            lastPaneStartMs = Math.max(lastPaneStartMs, paneStartMs);
            labelledPaneStartMs = hasLabels ? Math.max(labelledPaneStartMs, paneStartMs) : labelledPaneStartMs;
        }
    }

    /// Start of the earliest pane.
    public long firstPaneStartMs() {
        return firstPaneStartMs;
    }

    /// Start of the newest pane.
    public long lastPaneStartMs() {
        return Math.max(firstPaneStartMs, lastPaneStartMs);
    }

    /// True once a label came.
    public boolean hasLabels() {
        return labelledPaneStartMs != NEVER;
    }

    /// The pane that windows end with: the newest one with labels, or without any the newest one. Where labels take
    /// days, a window over the newest requests would never have any.
    ///
    /// @param nowMs where windows end as long as all panes lie in the future
    public long anchorMs(long nowMs) {
        if (hasLabels()) {
            return labelledPaneStartMs;
        }
        return lastPaneStartMs == NEVER ? nowMs : lastPaneStartMs;
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
            out.writeLong(firstPaneStartMs);
            out.writeLong(lastPaneStartMs);
            out.writeLong(labelledPaneStartMs);
            writeShapes(shapes, out);
            writeShapes(tumbling, out);
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
            if (version < FIRST_VERSION || version > VERSION) {
                throw new IllegalStateException("Found the state of a series in version " + version + ", expected "
                        + FIRST_VERSION + " to " + VERSION + ".");
            }
            Line line = new Line(in.readUTF(), in.readInt(), in.readUTF(), in.readUTF(), Task.valueOf(in.readUTF()));
            Series series = new Series(line, new Segment(in.readUTF(), in.readUTF()));
            long first = in.readLong();
            long last = in.readLong();
            long labelled = in.readLong();
            List<WindowShape> shapes = version == FIRST_VERSION ? List.of() : readShapes(in);
            List<WindowShape> tumbling = version <= SECOND_VERSION ? List.of() : readShapes(in);
            SeriesState state = new SeriesState(series, PaneTotals.fromBytes(in.readAllBytes()), first, last, labelled);
            state.setShapes(shapes, tumbling);
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException("The state of a series is cut off.", e);
        }
    }

    private static void writeShapes(List<WindowShape> shapes, DataOutputStream out) throws IOException {
        out.writeShort(shapes.size());
        for (WindowShape shape : shapes) {
            out.writeUTF(shape.name());
            out.writeLong(shape.lengthMs());
        }
    }

    private static List<WindowShape> readShapes(DataInputStream in) throws IOException {
        List<WindowShape> shapes = new ArrayList<>();
        for (int left = in.readShort(); left > 0; left--) {
            shapes.add(new WindowShape(in.readUTF(), in.readLong()));
        }
        return shapes;
    }
}
