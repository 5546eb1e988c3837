package io.tidemark.feedback.topology;

import io.tidemark.event.PerformancePane;
import io.tidemark.feedback.quality.PaneTotals;
import io.tidemark.feedback.quality.Series;
import io.tidemark.feedback.quality.WindowShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Windows that lie side by side, such as the hours and days of UTC: each is kept, and told again when something of it
/// changes, as long as labels of it can come. That a window is still to be told is kept with it, so that a restart
/// forgets none.
final class TumblingWindows {
    private static final byte TOLD = 0;
    private static final byte UNTOLD = 1;

    private final KeyValueStore<String, byte[]> store;

    /// Keys of what is to be told.
    private final TreeSet<String> untold = new TreeSet<>();

    TumblingWindows(KeyValueStore<String, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                if (entry.value[0] == UNTOLD) {
                    untold.add(entry.key);
                }
            }
        }
    }

    /// What the windows become with a delta, by key; nothing is changed yet.
    ///
    /// @param openFromMs windows that end before are closed: labels that come all the same change them no more
    Map<String, byte[]> with(PerformancePane delta, Series series, List<WindowShape> shapes, long openFromMs) {
        Map<String, byte[]> next = new HashMap<>();
        for (WindowShape shape : shapes) {
            long startMs = start(shape, delta.getPaneStart().toEpochMilli());
            if (startMs + shape.lengthMs() >= openFromMs) {
                String key = WindowKeys.key(series, shape, startMs);
                PaneTotals totals = read(key).orElseGet(PaneTotals::new);
                PaneRecords.add(delta, totals);
                next.put(key, bytes(UNTOLD, totals));
            }
        }
        return next;
    }

    /// Changes what [#with] gave.
    void put(Map<String, byte[]> next) {
        next.forEach(store::put);
        untold.addAll(next.keySet());
    }

    /// Tells the windows of a series that changed, the earliest first.
    void tell(Series series, WindowShape shape, Told told) {
        String prefix = WindowKeys.prefix(series, shape);
        List<String> keys = new ArrayList<>(untold.subSet(prefix, prefix + Character.MAX_VALUE));
        for (String key : keys) {
            read(key).ifPresent(totals -> {
                long startMs = WindowKeys.startMs(key);
                told.tell(shape.name(), startMs, startMs + shape.lengthMs(), totals);
                store.put(key, bytes(TOLD, totals));
            });
            untold.remove(key);
        }
    }

    /// Forgets the windows of a series that are closed.
    ///
    /// @param openFromMs as with a delta
    void close(Series series, WindowShape shape, long openFromMs) {
        String first = WindowKeys.key(series, shape, openFromMs - shape.lengthMs());
        List<String> past = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> upToThen = store.range(WindowKeys.key(series, shape, 0), first)) {
            upToThen.forEachRemaining(entry -> past.add(entry.key));
        }
        past.remove(first);
        past.forEach(this::delete);
    }

    /// Forgets all windows of a series.
    void forget(String series) {
        WindowKeys.in(store, series).forEach(this::delete);
    }

    private void delete(String key) {
        store.delete(key);
        untold.remove(key);
    }

    private Optional<PaneTotals> read(String key) {
        byte[] bytes = store.get(key);
        return bytes == null
                ? Optional.empty()
                : Optional.of(PaneTotals.fromBytes(Arrays.copyOfRange(bytes, 1, bytes.length)));
    }

    private static byte[] bytes(byte flag, PaneTotals totals) {
        byte[] of = totals.toBytes();
        byte[] bytes = new byte[of.length + 1];
        bytes[0] = flag;
        System.arraycopy(of, 0, bytes, 1, of.length);
        return bytes;
    }

    private static long start(WindowShape shape, long timeMs) {
        return Math.floorDiv(timeMs, shape.lengthMs()) * shape.lengthMs();
    }

    /// Takes a window.
    interface Told {
        /// Takes one.
        ///
        /// @param window its name
        /// @param startMs its start, inclusive, milliseconds since 1970-01-01 UTC
        /// @param endMs its end, exclusive
        void tell(String window, long startMs, long endMs, PaneTotals totals);
    }
}
