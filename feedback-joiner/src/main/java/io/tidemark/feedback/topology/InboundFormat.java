package io.tidemark.feedback.topology;

import io.tidemark.streamkit.deadletter.Inbound;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/// A record as it came, as bytes in state.
final class InboundFormat {
    private InboundFormat() {}

    static void write(Inbound source, DataOutputStream out) throws IOException {
        out.writeUTF(source.topic());
        out.writeInt(source.partition());
        out.writeLong(source.offset());
        out.writeLong(source.timestampMs());
        StateBytes.write(source.key(), out);
        StateBytes.write(source.value(), out);
        Header[] headers = source.headers().toArray();
        out.writeInt(headers.length);
        for (Header header : headers) {
            StateBytes.writeText(header.key(), out);
            StateBytes.write(header.value(), out);
        }
    }

    static Inbound read(DataInputStream in) throws IOException {
        String topic = in.readUTF();
        int partition = in.readInt();
        long offset = in.readLong();
        long timestampMs = in.readLong();
        byte[] key = StateBytes.readNullable(in);
        byte[] value = StateBytes.readNullable(in);
        Headers headers = new RecordHeaders();
        for (int left = in.readInt(); left > 0; left--) {
            headers.add(StateBytes.readText(in), StateBytes.readNullable(in));
        }
        return Inbound.at(topic, partition, offset, new Record<>(key, value, timestampMs, headers));
    }
}
