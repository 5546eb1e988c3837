package io.tidemark.feedback.topology;

import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.feedback.join.HeldLabel;
import io.tidemark.feedback.join.HeldPrediction;
import io.tidemark.feedback.join.OpenPrediction;
import io.tidemark.feedback.join.RequestState;
import io.tidemark.feedback.join.Standing;
import io.tidemark.feedback.quality.Measurement;
import io.tidemark.streamkit.topic.Topic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A request's state as bytes. Records in it are in the wire format of their topics, so that state survives a change of
/// their schemas. Belongs to one thread.
///
/// Version 1 wrote an open prediction as an outcome, no measurements, and labels without their records; it is still
/// read.
final class RequestStateFormat {
    private static final int FIRST_VERSION = 1;
    private static final int VERSION = 2;
    private static final int OPEN = 0;
    private static final int MATCHED = 1;
    private static final int SETTLED = 2;
    private static final int EXPIRED = 3;
    private static final int OPEN_OF_CLASSES = 4;

    private final Topic<Outcome> outcomes;
    private final HeldLabelFormat labels;
    private final int partition;

    /// @param partition partition of the task
    RequestStateFormat(Topic<Outcome> outcomes, Topic<GroundTruth> labels, int partition) {
        this.outcomes = outcomes;
        this.labels = new HeldLabelFormat(labels);
        this.partition = partition;
    }

    /// @param indexedMs where the index of due times has the request, milliseconds since 1970-01-01 UTC
    byte[] write(RequestState state, long indexedMs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(indexedMs);
            out.writeShort(state.predictions().size());
            for (HeldPrediction held : state.predictions()) {
                write(held, out);
            }
            out.writeShort(state.labels().size());
            for (HeldLabel held : state.labels()) {
                labels.write(held, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed.", e);
        }
        return bytes.toByteArray();
    }

    private void write(HeldPrediction held, DataOutputStream out) throws IOException {
        out.writeUTF(held.model());
        out.writeLong(held.dueMs());
        out.writeLong(held.horizonMs());
        switch (held.standing()) {
            case Standing.Open open -> {
                boolean ofClasses = !open.prediction().probabilities().isEmpty();
                out.writeByte(ofClasses ? OPEN_OF_CLASSES : OPEN);
                OpenPredictionFormat.write(open.prediction(), ofClasses, out);
            }
            case Standing.Matched matched -> {
                out.writeByte(MATCHED);
                StateBytes.write(outcomes.values().serializer().serialize(outcomes.name(), matched.outcome()), out);
                MeasurementFormat.write(matched.measurement(), out);
            }
            case Standing.Settled settled -> {
                out.writeByte(SETTLED);
                out.writeInt(settled.revision());
            }
            case Standing.Expired ignored -> out.writeByte(EXPIRED);
        }
    }

    /// Where the index of due times has a request, by its state as bytes.
    static long indexedMs(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong(1);
    }

    Stored read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version < FIRST_VERSION || version > VERSION) {
                throw new IllegalStateException("Found request state of version " + version + ", expected "
                        + FIRST_VERSION + " to " + VERSION + ".");
            }
            long indexedMs = in.readLong();
            List<HeldPrediction> predictions = new ArrayList<>();
            for (int left = in.readShort(); left > 0; left--) {
                predictions.add(prediction(in, version));
            }
            List<HeldLabel> held = new ArrayList<>();
            for (int left = in.readShort(); left > 0; left--) {
                held.add(version == FIRST_VERSION ? labels.readFirst(in, partition) : labels.read(in));
            }
            return new Stored(new RequestState(predictions, held), indexedMs);
        } catch (IOException e) {
            throw new UncheckedIOException("The state of a request is cut off.", e);
        }
    }

    private HeldPrediction prediction(DataInputStream in, int version) throws IOException {
        String model = in.readUTF();
        long dueMs = in.readLong();
        long horizonMs = in.readLong();
        int standing = in.readByte();
        return new HeldPrediction(
                model,
                switch (standing) {
                    case OPEN -> new Standing.Open(open(in, version));
                    case MATCHED -> new Standing.Matched(outcome(in), measurement(in, version));
                    case SETTLED -> new Standing.Settled(in.readInt());
                    case EXPIRED -> new Standing.Expired();
                    case OPEN_OF_CLASSES -> new Standing.Open(OpenPredictionFormat.read(in, true));
                    default ->
                        throw new IllegalStateException("Found the standing " + standing + ", expected " + OPEN + " to "
                                + OPEN_OF_CLASSES + ".");
                },
                dueMs,
                horizonMs);
    }

    private OpenPrediction open(DataInputStream in, int version) throws IOException {
        return version == FIRST_VERSION ? OpenPrediction.of(outcome(in)) : OpenPredictionFormat.read(in, false);
    }

    private static Measurement measurement(DataInputStream in, int version) throws IOException {
        return version == FIRST_VERSION ? new Measurement.NotNoted() : MeasurementFormat.read(in);
    }

    private Outcome outcome(DataInputStream in) throws IOException {
        return outcomes.values().deserializer().deserialize(outcomes.name(), StateBytes.read(in));
    }

    /// What was read.
    record Stored(RequestState state, long indexedMs) {}
}
