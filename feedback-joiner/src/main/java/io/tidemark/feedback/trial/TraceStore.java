package io.tidemark.feedback.trial;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Traces of requests by model and id, and an index of when each is forgotten.
final class TraceStore {
    private final KeyValueStore<String, byte[]> traces;
    private final KeyValueStore<Bytes, byte[]> due;

    TraceStore(KeyValueStore<String, byte[]> traces, KeyValueStore<Bytes, byte[]> due) {
        this.traces = traces;
        this.due = due;
    }

    static String key(String model, String requestId) {
        return model + "\0" + requestId;
    }

    Optional<RequestTrace> get(String key) {
        return Optional.ofNullable(traces.get(key)).flatMap(RequestTrace::fromBytes);
    }

    void put(String key, RequestTrace trace) {
        traces.put(key, trace.toBytes());
        due.put(index(trace.dueMs(), key), new byte[0]);
    }

    void remove(String key, RequestTrace trace) {
        traces.delete(key);
        due.delete(index(trace.dueMs(), key));
    }

    /// Forgets what is due, up to a number of traces.
    ///
    /// @return how many were forgotten
    int purge(long nowMs, int most) {
        int forgotten = 0;
        try (KeyValueIterator<Bytes, byte[]> oldest = due.all()) {
            while (oldest.hasNext() && forgotten < most) {
                KeyValue<Bytes, byte[]> next = oldest.next();
                ByteBuffer index = ByteBuffer.wrap(next.key.get());
                if (index.getLong() > nowMs) {
                    break;
                }
                traces.delete(StandardCharsets.UTF_8.decode(index).toString());
                due.delete(next.key);
                forgotten++;
            }
        }
        return forgotten;
    }

    private static Bytes index(long dueMs, String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(dueMs)
                .put(text)
                .array());
    }
}
