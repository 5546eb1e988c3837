package io.tidemark.feedback.topology;

import io.tidemark.event.Task;
import io.tidemark.feedback.quality.ClassRow;
import io.tidemark.feedback.quality.Place;
import io.tidemark.feedback.quality.QualityRow;
import io.tidemark.feedback.quality.QualityRow.Change;
import io.tidemark.feedback.quality.Series.Line;
import io.tidemark.feedback.terms.Segments.Segment;
import io.tidemark.feedback.terms.TermsSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Rows that were not sent on yet. They are committed with the records that they come from; sums in memory alone would
/// be lost with a crash between commit and tick.
///
/// Rows lie in chunks; the newest one is written again with each of its rows, in a store that caches.
final class RowJournal {
    /// No row of the first version begins with it: that began with the length of the model's name, at most 300.
    private static final byte ROW_VERSION = 2;

    /// A chunk of rows, each of which says whether line and place are those of the row before.
    private static final byte CHUNK_VERSION = 3;

    private static final int ROWS_IN_CHUNK = 32;
    private static final int SAME_LINE = 1;
    private static final int SAME_PLACE = 2;

    private static final int PREDICTED = 0;
    private static final int EXPIRED = 1;
    private static final int LABELLED = 2;
    private static final int RELABELLED = 3;
    private static final int LABELLED_CLASS = 4;
    private static final int RELABELLED_CLASS = 5;
    private static final int PREDICTED_VALUE = 6;

    private final KeyValueStore<Long, byte[]> chunks;
    private final TermsSource terms;
    private final List<QualityRow> rows = new ArrayList<>();
    private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(4_096);
    private int rowsInChunk;
    private long next;

    /// @param terms where rows of the first version are counted
    RowJournal(KeyValueStore<Long, byte[]> chunks, TermsSource terms) {
        this.chunks = chunks;
        this.terms = terms;
        try (KeyValueIterator<Long, byte[]> all = chunks.all()) {
            while (all.hasNext()) {
                KeyValue<Long, byte[]> entry = all.next();
                read(entry.value);
                next = Math.max(next, entry.key + 1);
            }
        }
    }

    void append(QualityRow row) {
        chunk.writeBytes(write(row));
        rows.add(row);
        chunks.put(next, chunk.toByteArray());
        if (++rowsInChunk == ROWS_IN_CHUNK) {
            endChunk();
        }
    }

    private void endChunk() {
        next++;
        rowsInChunk = 0;
        chunk.reset();
    }

    /// All rows, oldest first; they are gone then.
    List<QualityRow> take() {
        List<QualityRow> taken = List.copyOf(rows);
        for (long number = 0; number <= next; number++) {
            if (number < next || rowsInChunk > 0) {
                chunks.delete(number);
            }
        }
        rows.clear();
        endChunk();
        next = 0;
        return taken;
    }

    /// The row as it comes next in its chunk; one that cannot be written leaves no half of it there.
    private byte[] write(QualityRow row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            QualityRow before = rowsInChunk == 0 ? null : rows.getLast();
            if (before == null) {
                out.writeByte(CHUNK_VERSION);
            }
            boolean sameLine = before != null && before.line().equals(row.line());
            boolean samePlace = before != null && before.place().equals(row.place());
            out.writeByte((sameLine ? SAME_LINE : 0) | (samePlace ? SAME_PLACE : 0));
            if (!sameLine) {
                writeLine(row.line(), out);
            }
            if (!samePlace) {
                MeasurementFormat.writePlace(row.place(), out);
            }
            write(row.change(), out);
        } catch (IOException e) {
            throw new UncheckedIOException("A row of quality cannot be written.", e);
        }
        return bytes.toByteArray();
    }

    private static void writeLine(Line line, DataOutputStream out) throws IOException {
        out.writeUTF(line.model());
        out.writeInt(line.version());
        out.writeUTF(line.sha256());
        out.writeUTF(line.variant());
        out.writeUTF(line.task().name());
    }

    private static void write(Change change, DataOutputStream out) throws IOException {
        switch (change) {
            case Change.Predicted predicted -> {
                out.writeByte(PREDICTED_VALUE);
                out.writeDouble(predicted.value());
                out.writeDouble(predicted.halfWidth());
            }
            case Change.Expired ignored -> out.writeByte(EXPIRED);
            case Change.Labelled labelled -> {
                out.writeByte(LABELLED);
                out.writeDouble(labelled.actual());
                out.writeDouble(labelled.predicted());
                out.writeLong(labelled.delayMs());
            }
            case Change.Relabelled relabelled -> {
                out.writeByte(RELABELLED);
                out.writeDouble(relabelled.before());
                out.writeDouble(relabelled.after());
                out.writeDouble(relabelled.predicted());
            }
            case Change.LabelledClass labelled -> {
                out.writeByte(LABELLED_CLASS);
                MeasurementFormat.writeClass(labelled.row(), out);
                out.writeLong(labelled.delayMs());
            }
            case Change.RelabelledClass relabelled -> {
                out.writeByte(RELABELLED_CLASS);
                writeClass(relabelled.before(), out);
                writeClass(relabelled.after(), out);
            }
        }
    }

    private void read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            switch (bytes[0]) {
                case CHUNK_VERSION -> {
                    in.readByte();
                    readChunk(in);
                }
                case ROW_VERSION -> {
                    in.readByte();
                    rows.add(new QualityRow(readLine(in), MeasurementFormat.readPlace(in), readChange(in)));
                }
                default -> rows.add(readFirst(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A row of quality is cut off.", e);
        }
    }

    private void readChunk(DataInputStream in) throws IOException {
        while (in.available() > 0) {
            int same = in.readByte();
            Line line = (same & SAME_LINE) > 0 ? rows.getLast().line() : readLine(in);
            Place place = (same & SAME_PLACE) > 0 ? rows.getLast().place() : MeasurementFormat.readPlace(in);
            rows.add(new QualityRow(line, place, readChange(in)));
        }
    }

    /// A row of the first version, which had its event time instead of its place.
    private QualityRow readFirst(DataInputStream in) throws IOException {
        Line line = readLine(in);
        List<Segment> segments = MeasurementFormat.readSegments(in);
        Place place = Place.of(terms.of(line.model(), line.sha256()), in.readLong(), segments);
        return new QualityRow(line, place, readChange(in));
    }

    private static Line readLine(DataInputStream in) throws IOException {
        return new Line(in.readUTF(), in.readInt(), in.readUTF(), in.readUTF(), Task.valueOf(in.readUTF()));
    }

    private static Change readChange(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case PREDICTED -> Change.Predicted.UNKNOWN;
            case PREDICTED_VALUE -> new Change.Predicted(in.readDouble(), in.readDouble());
            case EXPIRED -> new Change.Expired();
            case LABELLED -> new Change.Labelled(in.readDouble(), in.readDouble(), in.readLong());
            case RELABELLED -> new Change.Relabelled(in.readDouble(), in.readDouble(), in.readDouble());
            case LABELLED_CLASS -> new Change.LabelledClass(MeasurementFormat.readClass(in), in.readLong());
            case RELABELLED_CLASS -> new Change.RelabelledClass(readClass(in), readClass(in));
            default ->
                throw new IllegalStateException(
                        "Found a row of kind " + kind + ", expected " + PREDICTED + " to " + PREDICTED_VALUE + ".");
        };
    }

    private static void writeClass(Optional<ClassRow> row, DataOutputStream out) throws IOException {
        out.writeBoolean(row.isPresent());
        if (row.isPresent()) {
            MeasurementFormat.writeClass(row.get(), out);
        }
    }

    private static Optional<ClassRow> readClass(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(MeasurementFormat.readClass(in)) : Optional.empty();
    }
}
