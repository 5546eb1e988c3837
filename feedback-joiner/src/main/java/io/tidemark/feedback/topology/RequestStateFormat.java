package io.tidemark.feedback.topology;

import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.feedback.join.HeldLabel;
import io.tidemark.feedback.join.HeldPrediction;
import io.tidemark.feedback.join.RequestState;
import io.tidemark.feedback.join.Standing;
import io.tidemark.streamkit.topic.Topic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/// A request's state as bytes. Records in it are in the wire format of their topics, so that state survives a change of
/// their schemas. Belongs to one thread.
final class RequestStateFormat {
    private static final int VERSION = 1;
    private static final int OPEN = 0;
    private static final int MATCHED = 1;
    private static final int SETTLED = 2;
    private static final int EXPIRED = 3;

    private final Topic<Outcome> outcomes;
    private final Topic<GroundTruth> labels;

    RequestStateFormat(Topic<Outcome> outcomes, Topic<GroundTruth> labels) {
        this.outcomes = outcomes;
        this.labels = labels;
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
                out.writeUTF(held.topic());
                out.writeLong(held.offset());
                out.writeLong(held.timestampMs());
                out.writeLong(held.dueMs());
                out.writeBoolean(held.used());
                writeRecord(labels, held.label(), out);
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
                out.writeByte(OPEN);
                writeRecord(outcomes, open.prediction(), out);
            }
            case Standing.Matched matched -> {
                out.writeByte(MATCHED);
                writeRecord(outcomes, matched.outcome(), out);
            }
            case Standing.Settled settled -> {
                out.writeByte(SETTLED);
                out.writeInt(settled.revision());
            }
            case Standing.Expired ignored -> out.writeByte(EXPIRED);
        }
    }

    Stored read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException(
                        "Found request state of version " + version + ", expected " + VERSION + ".");
            }
            long indexedMs = in.readLong();
            List<HeldPrediction> predictions = new ArrayList<>();
            for (int left = in.readShort(); left > 0; left--) {
                predictions.add(prediction(in));
            }
            List<HeldLabel> held = new ArrayList<>();
            for (int left = in.readShort(); left > 0; left--) {
                String topic = in.readUTF();
                long offset = in.readLong();
                long timestampMs = in.readLong();
                long dueMs = in.readLong();
                boolean used = in.readBoolean();
                held.add(new HeldLabel(readRecord(labels, in), topic, offset, timestampMs, dueMs, used));
            }
            return new Stored(new RequestState(predictions, held), indexedMs);
        } catch (IOException e) {
            throw new UncheckedIOException("The state of a request is cut off.", e);
        }
    }

    private HeldPrediction prediction(DataInputStream in) throws IOException {
        String model = in.readUTF();
        long dueMs = in.readLong();
        long horizonMs = in.readLong();
        int standing = in.readByte();
        return new HeldPrediction(
                model,
                switch (standing) {
                    case OPEN -> new Standing.Open(readRecord(outcomes, in));
                    case MATCHED -> new Standing.Matched(readRecord(outcomes, in));
                    case SETTLED -> new Standing.Settled(in.readInt());
                    case EXPIRED -> new Standing.Expired();
                    default ->
                        throw new IllegalStateException(
                                "Found the standing " + standing + ", expected " + OPEN + " to " + EXPIRED + ".");
                },
                dueMs,
                horizonMs);
    }

    private static <V extends SpecificRecord> void writeRecord(Topic<V> topic, V value, DataOutputStream out)
            throws IOException {
        byte[] bytes = topic.values().serializer().serialize(topic.name(), value);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static <V extends SpecificRecord> V readRecord(Topic<V> topic, DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes(in.readInt());
        return topic.values().deserializer().deserialize(topic.name(), bytes);
    }

    /// What was read.
    record Stored(RequestState state, long indexedMs) {}
}
