package io.tidemark.feedback.trial;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Traces of requests by model and id, and an index of when each is due.
final class TraceStore {
    private final KeyValueStore<String, byte[]> traces;
    private final KeyValueStore<Bytes, byte[]> due;

    /// The index holds nothing before this any more: deleted entries are not walked again.
    private long emptyBeforeMs;

    TraceStore(KeyValueStore<String, byte[]> traces, KeyValueStore<Bytes, byte[]> due) {
        this.traces = traces;
        this.due = due;
    }

    static String key(String model, String requestId) {
        return model + "\0" + requestId;
    }

    static String modelOf(String key) {
        return key.substring(0, key.indexOf('\0'));
    }

    Optional<RequestTrace> get(String key) {
        return Optional.ofNullable(traces.get(key)).flatMap(RequestTrace::fromBytes);
    }

    void put(String key, RequestTrace trace) {
        traces.put(key, trace.toBytes());
        due.put(index(trace.dueMs(), key), new byte[0]);
        emptyBeforeMs = Math.min(emptyBeforeMs, trace.dueMs());
    }

    void remove(String key, RequestTrace trace) {
        traces.delete(key);
        due.delete(index(trace.dueMs(), key));
    }

    /// Takes out what is due, up to a number of traces.
    ///
    /// @param nowMs inclusive, wall clock, milliseconds since 1970-01-01 UTC
    /// @param last gets the key and each trace that can be read
    void takeDue(long nowMs, int most, BiConsumer<String, RequestTrace> last) {
        int taken = 0;
        long walkedMs = nowMs;
        try (KeyValueIterator<Bytes, byte[]> oldest = due.range(index(emptyBeforeMs, ""), index(nowMs + 1, ""))) {
            while (oldest.hasNext()) {
                KeyValue<Bytes, byte[]> next = oldest.next();
                ByteBuffer index = ByteBuffer.wrap(next.key.get());
                long dueMs = index.getLong();
                if (taken == most) {
                    walkedMs = dueMs;
                    break;
                }
                String key = StandardCharsets.UTF_8.decode(index).toString();
                Optional<RequestTrace> trace = get(key);
                // One that is due later has another entry in the index; one that cannot be read has none.
                if (trace.filter(known -> known.dueMs() != dueMs).isEmpty()) {
                    traces.delete(key);
                    trace.ifPresent(known -> last.accept(key, known));
                }
                due.delete(next.key);
                taken++;
            }
        }
        emptyBeforeMs = walkedMs;
    }

    private static Bytes index(long dueMs, String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(dueMs)
                .put(text)
                .array());
    }
}
