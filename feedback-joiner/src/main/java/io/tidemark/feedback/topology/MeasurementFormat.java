package io.tidemark.feedback.topology;

import io.tidemark.feedback.quality.ClassRow;
import io.tidemark.feedback.quality.Measurement;
import io.tidemark.feedback.quality.Place;
import io.tidemark.feedback.terms.Segments.Segment;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Measurements and places as bytes, parts of requests' states and of rows.
final class MeasurementFormat {
    private static final int NOT_NOTED = 0;
    private static final int UNMEASURED = 1;
    private static final int MEASURED = 2;
    private static final int MEASURED_CLASS = 3;

    private MeasurementFormat() {}

    static void write(Measurement measurement, DataOutputStream out) throws IOException {
        switch (measurement) {
            case Measurement.NotNoted ignored -> out.writeByte(NOT_NOTED);
            case Measurement.Unmeasured ignored -> out.writeByte(UNMEASURED);
            case Measurement.Measured measured -> {
                out.writeByte(MEASURED);
                writePlace(measured.place(), out);
                out.writeDouble(measured.code());
            }
            case Measurement.MeasuredClass measured -> {
                out.writeByte(MEASURED_CLASS);
                writePlace(measured.place(), out);
                writeClass(measured.row(), out);
            }
        }
    }

    static Measurement read(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case NOT_NOTED -> new Measurement.NotNoted();
            case UNMEASURED -> new Measurement.Unmeasured();
            case MEASURED -> new Measurement.Measured(readPlace(in), in.readDouble());
            case MEASURED_CLASS -> new Measurement.MeasuredClass(readPlace(in), readClass(in));
            default ->
                throw new IllegalStateException("Found a measurement of kind " + kind + ", expected " + NOT_NOTED
                        + " to " + MEASURED_CLASS + ".");
        };
    }

    static void writeClass(ClassRow row, DataOutputStream out) throws IOException {
        out.writeShort(row.classes());
        out.writeShort(row.actual());
        out.writeShort(row.predicted());
        out.writeDouble(row.probability());
    }

    static ClassRow readClass(DataInputStream in) throws IOException {
        return new ClassRow(in.readShort(), in.readShort(), in.readShort(), in.readDouble());
    }

    static void writePlace(Place place, DataOutputStream out) throws IOException {
        writeSegments(place.segments(), out);
        out.writeLong(place.paneStartMs());
        out.writeDouble(place.threshold());
    }

    static Place readPlace(DataInputStream in) throws IOException {
        return new Place(readSegments(in), in.readLong(), in.readDouble());
    }

    private static void writeSegments(List<Segment> segments, DataOutputStream out) throws IOException {
        out.writeShort(segments.size());
        for (Segment segment : segments) {
            out.writeUTF(segment.feature());
            out.writeUTF(segment.value());
        }
    }

    static List<Segment> readSegments(DataInputStream in) throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (int left = in.readShort(); left > 0; left--) {
            segments.add(new Segment(in.readUTF(), in.readUTF()));
        }
        return segments;
    }
}
