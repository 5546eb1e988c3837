package io.tidemark.feedback.topology;

import io.tidemark.feedback.quality.Series;
import io.tidemark.feedback.quality.WindowShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Keys of what is kept of a series' windows; those of one window of a series sort by time.
final class WindowKeys {
    private static final char SEPARATOR = '\0';
    private static final int RADIX = 16;

    private WindowKeys() {}

    /// What all keys of a window of a series begin with.
    static String prefix(Series series, WindowShape shape) {
        return series.key() + SEPARATOR + shape.name() + SEPARATOR;
    }

    /// A key. A window that begins before 1970 has nothing there.
    ///
    /// @param startMs a start, milliseconds since 1970-01-01 UTC
    static String key(Series series, WindowShape shape, long startMs) {
        return prefix(series, shape) + String.format(Locale.ROOT, "%016x", Math.max(0, startMs));
    }

    /// The start in a key, milliseconds since 1970-01-01 UTC.
    static long startMs(String key) {
        return Long.parseUnsignedLong(key.substring(key.lastIndexOf(SEPARATOR) + 1), RADIX);
    }

    /// All keys of a series.
    ///
    /// @param series its key
    static List<String> in(KeyValueStore<String, byte[]> store, String series) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = store.prefixScan(series + SEPARATOR, new StringSerializer())) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }
}
