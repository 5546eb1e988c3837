package io.tidemark.feedback.topology;

import io.tidemark.event.PerformancePane;
import io.tidemark.feedback.quality.PaneTotals;
import io.tidemark.feedback.quality.Series;
import io.tidemark.feedback.quality.Series.Line;
import io.tidemark.feedback.quality.SeriesState;
import io.tidemark.feedback.quality.WindowShape;
import io.tidemark.feedback.terms.Segments.Segment;
import io.tidemark.feedback.terms.VersionTerms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Totals and panes of all series of this partition's models. Totals are held in memory too.
final class QualityStore {
    /// Panes of one window that are kept at most while the first label is awaited: some days of a window of ten
    /// minutes.
    private static final long MOST_PANES_AHEAD = 5_000;

    private final KeyValueStore<String, byte[]> totals;
    private final KeyValueStore<String, byte[]> panes;
    private final TumblingWindows tumbling;

    /// By key of the line, then by key of the series.
    private final Map<String, Map<String, SeriesState>> lines = new TreeMap<>();

    QualityStore(KeyValueStore<String, byte[]> totals, KeyValueStore<String, byte[]> panes, TumblingWindows tumbling) {
        this.totals = totals;
        this.panes = panes;
        this.tumbling = tumbling;
        try (KeyValueIterator<String, byte[]> all = totals.all()) {
            while (all.hasNext()) {
                SeriesState state = SeriesState.fromBytes(all.next().value);
                ofLine(state.series().line()).put(state.series().key(), state);
            }
        }
    }

    /// Adds a delta to the total and to the windows' panes; all of it, or when it does not fit nothing.
    void add(PerformancePane delta, VersionTerms terms, long nowMs) {
        Series series = PaneRecords.series(delta);
        try {
            add(delta, series, terms, nowMs);
        } catch (RuntimeException e) {
            putBack(series);
            throw e;
        }
    }

    /// The total as it was kept: the one in memory may have half of a delta.
    private void putBack(Series series) {
        byte[] kept = totals.get(series.key());
        if (kept == null) {
            ofLine(series.line()).remove(series.key());
        } else {
            ofLine(series.line()).put(series.key(), SeriesState.fromBytes(kept));
        }
    }

    private void add(PerformancePane delta, Series series, VersionTerms terms, long nowMs) {
        Map<String, SeriesState> line = ofLine(series.line());
        long paneStartMs = delta.getPaneStart().toEpochMilli();
        SeriesState next = line.computeIfAbsent(series.key(), key -> new SeriesState(series));
        if (terms.measured()) {
            next.setShapes(WindowShape.of(terms.performance()), WindowShape.tumblingOf(terms.performance()));
        }
        PaneRecords.add(delta, next.total());
        next.touch(paneStartMs, delta.getLabelled() > 0, nowMs);
        SeriesState whole =
                series.segment().equals(Segment.ALL) ? next : line.get(new Series(series.line(), Segment.ALL).key());
        Map<String, byte[]> nextPanes = new HashMap<>();
        for (WindowShape shape : shapes(next, terms)) {
            if (whole == null || shape.paneStart(paneStartMs) >= keptFromMs(shape, whole, terms, nowMs)) {
                String key = WindowKeys.key(series, shape, shape.paneStart(paneStartMs));
                byte[] bytes = panes.get(key);
                PaneTotals pane = bytes == null ? new PaneTotals() : PaneTotals.fromBytes(bytes);
                PaneRecords.add(delta, pane);
                nextPanes.put(key, pane.toBytes());
            }
        }
        long newestMs = whole == null ? next.lastPaneStartMs() : whole.lastPaneStartMs();
        Map<String, byte[]> nextWindows = tumbling.with(delta, series, next.tumbling(), openFromMs(newestMs, terms));
        totals.put(series.key(), next.toBytes());
        nextPanes.forEach(panes::put);
        tumbling.put(nextWindows);
    }

    /// Windows that end before are closed: all their labels must have come, twice over.
    ///
    /// @param newestMs start of the newest pane of the whole traffic
    private static long openFromMs(long newestMs, VersionTerms terms) {
        return newestMs - 2 * terms.labels().horizon().toMillis();
    }

    /// Tells the windows that tumble and changed, and forgets those that are closed.
    void tellTumbling(SeriesState state, SeriesState whole, VersionTerms terms, TumblingWindows.Told told) {
        for (WindowShape shape : state.tumbling()) {
            tumbling.tell(state.series(), shape, told);
            tumbling.close(state.series(), shape, openFromMs(whole.lastPaneStartMs(), terms));
        }
    }

    /// Start of the earliest pane that a window has use for. Until the first label comes it ends at the newest request;
    /// with the first label it goes back as far as labels may be late, and finds what was asked then.
    ///
    /// @param whole the line's whole traffic
    static long keptFromMs(WindowShape shape, SeriesState whole, VersionTerms terms, long nowMs) {
        long startMs = shape.start(whole.anchorMs(nowMs));
        if (whole.hasLabels()) {
            return startMs;
        }
        long horizonMs = terms.labels().horizon().toMillis();
        return shape.paneStart(startMs - Math.min(horizonMs, MOST_PANES_AHEAD * shape.hopMs()));
    }

    /// The sum of the panes of a window, which has moved on: panes that it has no use for are forgotten.
    ///
    /// @param anchorMs a time in its last pane
    /// @param keptFromMs start of the earliest pane that is kept
    PaneTotals moveOn(Series series, WindowShape shape, long anchorMs, long keptFromMs) {
        forget(series, shape, keptFromMs);
        PaneTotals sum = new PaneTotals();
        String first = WindowKeys.key(series, shape, shape.start(anchorMs));
        String last = WindowKeys.key(series, shape, shape.paneStart(anchorMs));
        try (KeyValueIterator<String, byte[]> window = panes.range(first, last)) {
            while (window.hasNext()) {
                sum.merge(PaneTotals.fromBytes(window.next().value));
            }
        }
        return sum;
    }

    private void forget(Series series, WindowShape shape, long beforeMs) {
        List<String> past = new ArrayList<>();
        String end = WindowKeys.key(series, shape, beforeMs);
        try (KeyValueIterator<String, byte[]> upToEnd = panes.range(WindowKeys.key(series, shape, 0), end)) {
            while (upToEnd.hasNext()) {
                String key = upToEnd.next().key;
                if (key.compareTo(end) < 0) {
                    past.add(key);
                }
            }
        }
        past.forEach(panes::delete);
    }

    /// All series of a line, the whole traffic first.
    Collection<SeriesState> series(Line line) {
        return ofLine(line).values();
    }

    /// The whole traffic of each line.
    List<SeriesState> wholes() {
        return lines.values().stream()
                .flatMap(series -> series.values().stream())
                .filter(state -> state.series().segment().equals(Segment.ALL))
                .toList();
    }

    /// The windows of a series, the shortest first: those of its bundle, or until that was there, those of the terms.
    static List<WindowShape> shapes(SeriesState state, VersionTerms terms) {
        return state.shapes().isEmpty() ? WindowShape.of(terms.performance()) : state.shapes();
    }

    /// Forgets a line: its totals and its panes.
    void forget(Line line) {
        Map<String, SeriesState> series = lines.remove(line.key());
        if (series != null) {
            series.keySet().forEach(totals::delete);
            series.keySet().forEach(key -> WindowKeys.in(panes, key).forEach(panes::delete));
            series.keySet().forEach(tumbling::forget);
        }
    }

    private Map<String, SeriesState> ofLine(Line line) {
        return lines.computeIfAbsent(line.key(), key -> new TreeMap<>());
    }
}
