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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Totals and panes of all series of this partition's models. Totals are held in memory too.
final class QualityStore {
    private final KeyValueStore<String, byte[]> totals;
    private final KeyValueStore<String, byte[]> panes;

    /// By key of the line, then by key of the series.
    private final Map<String, Map<String, SeriesState>> lines = new TreeMap<>();

    QualityStore(KeyValueStore<String, byte[]> totals, KeyValueStore<String, byte[]> panes) {
        this.totals = totals;
        this.panes = panes;
        try (KeyValueIterator<String, byte[]> all = totals.all()) {
            while (all.hasNext()) {
                SeriesState state = SeriesState.fromBytes(all.next().value);
                ofLine(state.series().line()).put(state.series().key(), state);
            }
        }
    }

    /// Adds a delta to the total and to the windows' panes.
    void add(PerformancePane delta, VersionTerms terms, long nowMs) {
        Series series = PaneRecords.series(delta);
        Map<String, SeriesState> line = ofLine(series.line());
        long paneMs = delta.getPaneStart().toEpochMilli();
        SeriesState state = line.computeIfAbsent(series.key(), key -> new SeriesState(series));
        PaneRecords.add(delta, state.total());
        state.touch(paneMs, delta.getLabelled() > 0, nowMs);
        totals.put(series.key(), state.toBytes());
        SeriesState whole = line.get(new Series(series.line(), Segment.ALL).key());
        for (WindowShape shape : shapes(terms)) {
            if (whole == null || shape.paneStart(paneMs) >= shape.start(whole.anchorMs(nowMs))) {
                String key = key(series, shape, shape.paneStart(paneMs));
                byte[] held = panes.get(key);
                PaneTotals pane = held == null ? new PaneTotals() : PaneTotals.fromBytes(held);
                PaneRecords.add(delta, pane);
                panes.put(key, pane.toBytes());
            }
        }
    }

    /// The sum of the panes of a window; panes before it are forgotten.
    ///
    /// @param anchorMs a time in its last pane
    PaneTotals window(Series series, WindowShape shape, long anchorMs) {
        PaneTotals sum = new PaneTotals();
        List<String> past = new ArrayList<>();
        String first = key(series, shape, shape.start(anchorMs));
        String last = key(series, shape, shape.paneStart(anchorMs));
        try (KeyValueIterator<String, byte[]> upToNow = panes.range(key(series, shape, 0), last)) {
            while (upToNow.hasNext()) {
                var entry = upToNow.next();
                if (entry.key.compareTo(first) < 0) {
                    past.add(entry.key);
                } else {
                    sum.merge(PaneTotals.fromBytes(entry.value));
                }
            }
        }
        past.forEach(panes::delete);
        return sum;
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

    /// The windows of a version, the shortest first.
    static List<WindowShape> shapes(VersionTerms terms) {
        return terms.performance().windows().entrySet().stream()
                .map(entry -> new WindowShape(entry.getKey(), entry.getValue().toMillis()))
                .sorted(java.util.Comparator.comparingLong(WindowShape::lengthMs))
                .toList();
    }

    private Map<String, SeriesState> ofLine(Line line) {
        return lines.computeIfAbsent(line.key(), key -> new TreeMap<>());
    }

    /// Keys sort by time within a window of a series.
    private static String key(Series series, WindowShape shape, long startMs) {
        return series.key() + '\0' + shape.name() + '\0' + String.format(Locale.ROOT, "%016x", startMs);
    }
}
