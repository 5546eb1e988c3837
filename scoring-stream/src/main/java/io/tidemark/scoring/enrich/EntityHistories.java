package io.tidemark.scoring.enrich;

import io.tidemark.model.view.ViewHistory;
import io.tidemark.model.view.ViewHistoryFormat;
import io.tidemark.model.view.ViewUpdate;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// What is known of the entities of one partition, by view and entity; of no model and no version, so that all of
/// them find it.
public final class EntityHistories implements Enrichment.Histories {
    /// Stands in no name of a view.
    private static final char SEPARATOR = '\0';

    private final KeyValueStore<String, byte[]> store;

    /// Where the next purge goes on; empty: at the beginning.
    private String purgedUpTo = "";

    public EntityHistories(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    @Override
    public @Nullable ViewHistory of(String view, String entity) {
        byte[] bytes = store.get(key(view, entity));
        return bytes == null ? null : ViewHistoryFormat.read(bytes);
    }

    /// Adds an update.
    public void put(ViewUpdate update) {
        ViewHistory known = of(update.view(), update.entity());
        ViewHistory history = known == null ? new ViewHistory() : known;
        history.put(update);
        store.put(key(update.view(), update.entity()), ViewHistoryFormat.write(history));
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
                if (ViewHistoryFormat.newestMs(entry.value) < oldestMs) {
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
