package io.tidemark.scoring.enrich;

import io.tidemark.model.view.ViewHistory;
import io.tidemark.model.view.ViewHistoryFormat;
import io.tidemark.model.view.ViewUpdate;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// What is known of the entities of one partition, by view and entity; of no model and no version, so that all of
/// them find it.
public final class EntityHistories implements Enrichment.Histories {
    /// Ahead of a history's bytes: this, and the end of its updates. What was kept by earlier releases begins with the
    /// history itself, whose first byte is another.
    private static final byte WITH_END = 2;

    private static final int HEAD_BYTES = 1 + Long.BYTES;

    /// Stands in no name of a view.
    private static final char SEPARATOR = '\0';

    private final KeyValueStore<String, byte[]> store;

    /// Where the next purge goes on; empty: at the beginning.
    private String purgedUpTo = "";

    public EntityHistories(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    @Override
    public @Nullable KnownHistory of(String view, String entity) {
        byte[] bytes = store.get(key(view, entity));
        if (bytes == null) {
            return null;
        }
        long end = bytes[0] == WITH_END ? ByteBuffer.wrap(bytes).getLong(1) : KnownHistory.UNKNOWN_END;
        return new KnownHistory(ViewHistoryFormat.read(historyOf(bytes)), end);
    }

    /// Adds an update.
    ///
    /// @param offset of its record
    public void put(ViewUpdate update, long offset) {
        KnownHistory known = of(update.view(), update.entity());
        ViewHistory history = known == null ? new ViewHistory() : known.history();
        history.put(update);
        byte[] bytes = ViewHistoryFormat.write(history);
        store.put(
                key(update.view(), update.entity()),
                ByteBuffer.allocate(HEAD_BYTES + bytes.length)
                        .put(WITH_END)
                        .putLong(offset + 1)
                        .put(bytes)
                        .array());
    }

    private static byte[] historyOf(byte[] bytes) {
        return bytes[0] == WITH_END ? Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length) : bytes;
    }

    /// Deletes histories whose latest value is too old to hold for any request that may still come. Looks at `most` of
    /// them and goes on from there the next time, around and around.
    ///
    /// @param nowMs milliseconds since 1970-01-01 UTC
    /// @return how many were deleted
    public int purge(long nowMs, int most) {
        long oldestMs = nowMs - ViewHistory.KEPT.toMillis();
        List<String> dead = new ArrayList<>();
        String last = "";
        int seen = 0;
        try (KeyValueIterator<String, byte[]> entries =
                purgedUpTo.isEmpty() ? store.all() : store.range(purgedUpTo, null)) {
            while (entries.hasNext() && seen < most) {
                KeyValue<String, byte[]> entry = entries.next();
                seen++;
                last = entry.key;
                if (ViewHistoryFormat.newestMs(historyOf(entry.value)) < oldestMs) {
                    dead.add(entry.key);
                }
            }
        }
        purgedUpTo = seen < most ? "" : last + SEPARATOR;
        dead.forEach(store::delete);
        return dead.size();
    }

    private static String key(String view, String entity) {
        return view + SEPARATOR + entity;
    }
}
