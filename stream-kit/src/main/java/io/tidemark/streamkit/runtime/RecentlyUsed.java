package io.tidemark.streamkit.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was used last, up to a number of entries: for what can be had again, by keys that never end. Safe for use by
/// many threads.
public final class RecentlyUsed<K, V> {
    private final int most;

    /// The longest unused first. Guarded by this.
    private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);

    /// @param most entries that are held, 1 or more
    public RecentlyUsed(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("Found room for " + most + " entries, expected 1 or more.");
        }
        this.most = most;
    }

    /// The value of a key, which counts as used; null when there is none, or no longer.
    public synchronized @Nullable V get(K key) {
        return entries.get(key);
    }

    /// Holds a value; the entry that was not used for the longest time makes room.
    public synchronized void put(K key, V value) {
        entries.put(key, value);
        if (entries.size() > most) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    /// Forgets a key.
    public synchronized void remove(K key) {
        entries.remove(key);
    }

    /// How many entries are held.
    public synchronized int size() {
        return entries.size();
    }
}
