package io.tidemark.feedback.topology;

import io.tidemark.event.GroundTruth;
import io.tidemark.feedback.join.HeldLabel;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.topic.Topic;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// A held label as bytes, part of a request's state: its record as it came, so that a dead letter has it as it came.
final class HeldLabelFormat {
    /// Larger records are not kept as they came. Many wait at once, and a header may be of any size.
    static final int MOST_BYTES = 64 * 1024;

    private final Topic<GroundTruth> labels;

    HeldLabelFormat(Topic<GroundTruth> labels) {
        this.labels = labels;
    }

    /// What is kept of a label's record: all of it, or when it is large the label alone.
    Inbound kept(Inbound source, GroundTruth label) {
        if (size(source) <= MOST_BYTES) {
            return source;
        }
        return Inbound.at(
                source.topic(),
                source.partition(),
                source.offset(),
                new Record<>(
                        label.getRequestId().getBytes(StandardCharsets.UTF_8),
                        labels.values().serializer().serialize(labels.name(), label),
                        source.timestampMs()));
    }

    private static long size(Inbound source) {
        long size = (long) length(source.key()) + length(source.value());
        for (Header header : source.headers()) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    void write(HeldLabel held, DataOutputStream out) throws IOException {
        InboundFormat.write(held.source(), out);
        out.writeLong(held.dueMs());
        out.writeBoolean(held.used());
    }

    HeldLabel read(DataInputStream in) throws IOException {
        Inbound source = InboundFormat.read(in);
        return new HeldLabel(label(source.value()), source, in.readLong(), in.readBoolean());
    }

    /// A label of the first version of the format, which kept the label alone.
    ///
    /// @param partition partition of the task, which was that of the record
    HeldLabel readFirst(DataInputStream in, int partition) throws IOException {
        String topic = in.readUTF();
        long offset = in.readLong();
        long timestampMs = in.readLong();
        long dueMs = in.readLong();
        boolean used = in.readBoolean();
        byte[] value = StateBytes.read(in);
        GroundTruth label = label(value);
        byte[] key = label.getRequestId().getBytes(StandardCharsets.UTF_8);
        return new HeldLabel(
                label, Inbound.at(topic, partition, offset, new Record<>(key, value, timestampMs)), dueMs, used);
    }

    private GroundTruth label(byte @Nullable [] value) {
        return labels.values().deserializer().deserialize(labels.name(), value);
    }
}
