package io.tidemark.drift.window;

import io.tidemark.stats.histogram.Bins;
import io.tidemark.stats.histogram.Histogram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Counts of one subject over several windows that end at the same moment.
///
/// Each window is kept as a running sum: a pane is added when the end passes it and subtracted when the start does.
/// Counts are whole numbers, so this is exact. Panes beyond the end wait until it reaches them. Belongs to one thread.
public final class RollingCounts {
    private final Bins bins;
    private final NavigableMap<Long, Histogram> panes = new TreeMap<>();
    private final Map<String, Sum> sums = new LinkedHashMap<>();
    private final long longestMs;
    private long endMs = Long.MIN_VALUE / 2;

    /// @param lengthsMs lengths of the windows by name, milliseconds, whole numbers of panes
    public RollingCounts(Bins bins, Map<String, Long> lengthsMs) {
        this.bins = bins;
        long longest = 0;
        for (Map.Entry<String, Long> window : lengthsMs.entrySet()) {
            sums.put(window.getKey(), new Sum(window.getValue(), new Histogram(bins)));
            longest = Math.max(longest, window.getValue());
        }
        longestMs = longest;
    }

    /// Adds counts that were not there before.
    ///
    /// @param paneStartMs start of their pane
    /// @return all counts of the pane, or false when every window has passed it
    public boolean add(long paneStartMs, Histogram delta) {
        if (paneStartMs < endMs - longestMs) {
            return false;
        }
        panes.computeIfAbsent(paneStartMs, start -> new Histogram(bins)).merge(delta);
        if (paneStartMs < endMs) {
            for (Sum sum : sums.values()) {
                if (paneStartMs >= endMs - sum.lengthMs) {
                    sum.counts.merge(delta);
                }
            }
        }
        return true;
    }

    /// All counts of a pane; empty ones when there are none.
    public Histogram pane(long paneStartMs) {
        Histogram pane = panes.get(paneStartMs);
        return pane == null ? new Histogram(bins) : pane.copy();
    }

    /// Moves the end of all windows forward.
    ///
    /// @param toMs new end, exclusive; an earlier one than before changes nothing
    /// @return starts of the panes that no window holds any more, forgotten from now on
    public List<Long> advance(long toMs) {
        if (toMs <= endMs) {
            return List.of();
        }
        for (Sum sum : sums.values()) {
            long from = endMs - sum.lengthMs;
            long nextFrom = toMs - sum.lengthMs;
            panes.subMap(Math.max(endMs, nextFrom), toMs).values().forEach(sum.counts::merge);
            panes.subMap(from, Math.min(endMs, nextFrom)).values().forEach(sum.counts::subtract);
        }
        endMs = toMs;
        NavigableMap<Long, Histogram> passed = panes.headMap(toMs - longestMs, false);
        List<Long> forgotten = new ArrayList<>(passed.keySet());
        passed.clear();
        return forgotten;
    }

    /// Counts of a window: of all panes from `end - length`, inclusive, to the end, exclusive.
    public Histogram window(String name) {
        Sum sum = sums.get(name);
        if (sum == null) {
            throw new IllegalArgumentException(
                    "Found the window '" + name + "', expected one of " + String.join(", ", sums.keySet()) + ".");
        }
        return sum.counts.copy();
    }

    private record Sum(long lengthMs, Histogram counts) {}
}
