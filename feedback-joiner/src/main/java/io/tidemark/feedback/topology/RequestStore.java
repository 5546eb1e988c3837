package io.tidemark.feedback.topology;

import io.tidemark.feedback.join.RequestState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// What is remembered of each request id, and an index by the time when something ends by itself.
///
/// A request is in the index once at most, at the time that its state names: an entry at another time is void. The
/// index is not logged: when a task begins, it is made again from the requests, some at each look. What is due in the
/// meantime ends with that look.
final class RequestStore {
    /// Times are rounded up to whole buckets: what is due together lies together.
    static final long BUCKET_MS = 1_000;

    private static final byte[] PRESENT = {1};

    private final KeyValueStore<String, byte[]> requests;
    private final KeyValueStore<Bytes, byte[]> due;
    private final RequestStateFormat format;

    /// The request that the index is made again from next; null: it is whole.
    private @Nullable String unindexedFrom = "";

    /// Nothing is due before; spares a walk over what was deleted.
    private long nothingBeforeMs;

    RequestStore(KeyValueStore<String, byte[]> requests, KeyValueStore<Bytes, byte[]> due, RequestStateFormat format) {
        this.requests = requests;
        this.due = due;
        this.format = format;
    }

    /// What is remembered of a request, to be changed and put back.
    Entry get(String id) {
        byte[] bytes = requests.get(id);
        if (bytes == null) {
            return new Entry(id, new RequestState(), Long.MAX_VALUE);
        }
        RequestStateFormat.Stored stored = format.read(bytes);
        return new Entry(id, stored.state(), stored.indexedMs());
    }

    /// Keeps what became of a request.
    void put(Entry entry) {
        if (entry.state().isEmpty()) {
            requests.delete(entry.id());
            unindex(entry);
            return;
        }
        long dueMs = bucket(entry.state().nextDueMs());
        long indexedMs = entry.indexedMs();
        if (dueMs < indexedMs) {
            unindex(entry);
            due.put(key(dueMs, entry.id()), PRESENT);
            nothingBeforeMs = Math.min(nothingBeforeMs, dueMs);
            indexedMs = dueMs;
        }
        requests.put(entry.id(), format.write(entry.state(), indexedMs));
    }

    /// Makes a part of the index again.
    ///
    /// @param most requests
    void reindex(int most) {
        String from = unindexedFrom;
        if (from == null) {
            return;
        }
        try (KeyValueIterator<String, byte[]> left = requests.range(from, null)) {
            for (int count = 0; count < most && left.hasNext(); count++) {
                KeyValue<String, byte[]> entry = left.next();
                long dueMs = RequestStateFormat.indexedMs(entry.value);
                if (dueMs != Long.MAX_VALUE) {
                    due.put(key(dueMs, entry.key), PRESENT);
                    nothingBeforeMs = Math.min(nothingBeforeMs, dueMs);
                }
            }
            unindexedFrom = left.hasNext() ? left.peekNextKey() : null;
        }
    }

    /// Takes the requests out of the index whose time has come, the longest overdue first. Each is to be put back.
    ///
    /// @param nowMs milliseconds since 1970-01-01 UTC
    List<Entry> takeDue(long nowMs, int most) {
        if (nowMs < nothingBeforeMs) {
            return List.of();
        }
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> overdue = due.range(key(nothingBeforeMs, ""), key(nowMs + 1, ""))) {
            while (overdue.hasNext() && keys.size() < most) {
                keys.add(overdue.next().key);
            }
        }
        nothingBeforeMs = keys.size() < most ? nowMs : timeOf(keys.getLast());
        List<Entry> entries = new ArrayList<>();
        for (Bytes key : keys) {
            due.delete(key);
            Entry entry = get(idOf(key));
            if (entry.indexedMs() == timeOf(key)) {
                entries.add(new Entry(entry.id(), entry.state(), Long.MAX_VALUE));
            }
        }
        return entries;
    }

    private void unindex(Entry entry) {
        if (entry.indexedMs() != Long.MAX_VALUE) {
            due.delete(key(entry.indexedMs(), entry.id()));
        }
    }

    private static long bucket(long timeMs) {
        return timeMs > Long.MAX_VALUE - BUCKET_MS ? Long.MAX_VALUE : Math.ceilDiv(timeMs, BUCKET_MS) * BUCKET_MS;
    }

    private static Bytes key(long timeMs, String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(Math.max(0, timeMs))
                .put(text)
                .array());
    }

    private static long timeOf(Bytes key) {
        return ByteBuffer.wrap(key.get()).getLong();
    }

    private static String idOf(Bytes key) {
        return new String(key.get(), Long.BYTES, key.get().length - Long.BYTES, StandardCharsets.UTF_8);
    }

    /// A request and what is remembered of it.
    ///
    /// @param indexedMs where the index has it; the end of time: nowhere
    record Entry(String id, RequestState state, long indexedMs) {}
}
