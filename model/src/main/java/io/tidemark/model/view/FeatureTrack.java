package io.tidemark.model.view;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of one feature of one entity by event time; bounded in number and in age.
final class FeatureTrack {
    private long[] timesMs = new long[2];
    private @Nullable Object[] values = new Object[2];
    private int size;
    private long textChars;

    /// Most bytes that the values take as state.
    long bytes() {
        return size * (long) (Long.BYTES + 1 + Long.BYTES) + ViewHistory.BYTES_PER_CHAR * textChars;
    }

    int size() {
        return size;
    }

    long timeMs(int version) {
        return timesMs[version];
    }

    @Nullable
    Object value(int version) {
        return values[version];
    }

    long oldestMs() {
        return timesMs[0];
    }

    long newestMs() {
        return timesMs[size - 1];
    }

    /// Adds a value at its event time, in place of one of the same time. What is too old or one too many leaves.
    void put(long timeMs, @Nullable Object value) {
        int at = Arrays.binarySearch(timesMs, 0, size, timeMs);
        textChars += chars(value);
        if (at >= 0) {
            textChars -= chars(values[at]);
            values[at] = value;
            return;
        }
        insert(-at - 1, timeMs, value);
        int old = Math.max(0, size - ViewHistory.MAX_VERSIONS);
        while (old < size - 1 && timesMs[old + 1] < newestMs() - ViewHistory.KEPT.toMillis()) {
            old++;
        }
        if (old > 0) {
            remove(old);
        }
    }

    /// Drops the oldest value; one stays.
    void dropOldest() {
        if (size > 1) {
            remove(1);
        }
    }

    /// The value that held at a moment: the one of the latest event time up to it, that time included.
    ///
    /// @param ttlMs oldest age, inclusive
    ViewValue at(long timeMs, long ttlMs) {
        int found = Arrays.binarySearch(timesMs, 0, size, timeMs);
        int version = found >= 0 ? found : -found - 2;
        Object value = version < 0 ? null : values[version];
        if (value == null) {
            return ViewValue.MISSING;
        }
        return timeMs - timesMs[version] > ttlMs ? ViewValue.STALE : new ViewValue.Held(value);
    }

    private void insert(int at, long timeMs, @Nullable Object value) {
        if (size == timesMs.length) {
            timesMs = Arrays.copyOf(timesMs, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        System.arraycopy(timesMs, at, timesMs, at + 1, size - at);
        System.arraycopy(values, at, values, at + 1, size - at);
        timesMs[at] = timeMs;
        values[at] = value;
        size++;
    }

    private static int chars(@Nullable Object value) {
        return value instanceof String text ? text.length() : 0;
    }

    private void remove(int oldest) {
        for (int version = 0; version < oldest; version++) {
            textChars -= chars(values[version]);
        }
        System.arraycopy(timesMs, oldest, timesMs, 0, size - oldest);
        System.arraycopy(values, oldest, values, 0, size - oldest);
        Arrays.fill(values, size - oldest, size, null);
        size -= oldest;
    }
}
