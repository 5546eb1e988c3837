package io.tidemark.drift.window;

import io.tidemark.drift.counting.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Counts of one subject over several windows that end at the same moment.
///
/// Panes are kept in blocks: a window is about six of them, however long it is, so that state does not grow with its
/// length. Its end moves pane by pane, its start block by block: it holds what it is called after, and up to a sixth
/// more. Windows of six panes or fewer have blocks of one pane and are exact.
///
/// Each window is a running sum: a block is added when the end passes its start, and subtracted when it leaves. Counts
/// are whole numbers, so this is exact, and what a window holds follows from the deltas and the end alone. Belongs to
/// one thread.
///
/// @param <T> what is counted
public final class RollingCounts<T extends Tally<T>> {
    private static final int BLOCKS = 6;

    private final Supplier<T> none;
    private final Map<String, Sum<T>> sums = new LinkedHashMap<>();
    private final Map<Long, Blocks<T>> blocks = new TreeMap<>();
    private long endMs = Long.MIN_VALUE / 2;

    /// @param none gives empty counts
    /// @param paneMs length of a pane, milliseconds
    /// @param lengthsMs lengths of the windows by name, milliseconds, whole numbers of panes
    public RollingCounts(Supplier<T> none, long paneMs, Map<String, Long> lengthsMs) {
        this.none = none;
        lengthsMs.forEach((name, lengthMs) -> {
            long stepMs = stepMs(paneMs, lengthMs);
            sums.put(name, new Sum<>(lengthMs, stepMs, none.get()));
            Blocks<T> shared = blocks.get(stepMs);
            long longestMs = shared == null ? lengthMs : Math.max(lengthMs, shared.longestMs);
            blocks.put(stepMs, new Blocks<>(stepMs, longestMs, new TreeMap<>()));
        });
    }

    /// Length of a window's blocks: a whole number of panes.
    static long stepMs(long paneMs, long lengthMs) {
        long panes = Math.ceilDiv(lengthMs, paneMs);
        return paneMs * Math.ceilDiv(panes, BLOCKS);
    }

    /// Start of a window that ends at a moment, inclusive.
    public static long startMs(long paneMs, long lengthMs, long endMs) {
        return floor(endMs - lengthMs, stepMs(paneMs, lengthMs));
    }

    private static long floor(long timeMs, long stepMs) {
        return Math.floorDiv(timeMs, stepMs) * stepMs;
    }

    /// Adds counts that were not there before.
    ///
    /// @param paneStartMs start of their pane
    /// @return the blocks that they are in now, with all their counts; none when every window has passed them
    public List<Block<T>> add(long paneStartMs, T delta) {
        List<Block<T>> changed = new ArrayList<>();
        for (Blocks<T> of : blocks.values()) {
            long startMs = floor(paneStartMs, of.stepMs);
            if (startMs >= of.firstStartMs(endMs)) {
                changed.add(new Block<>(of.stepMs, startMs, put(of, startMs, delta)));
            }
        }
        return changed;
    }

    /// Puts a block back that was kept elsewhere. One of another step than the windows have now is ignored: the windows
    /// were changed.
    ///
    /// @return false when it was ignored
    public boolean restore(long stepMs, long startMs, T counts) {
        Blocks<T> of = blocks.get(stepMs);
        if (of == null) {
            return false;
        }
        put(of, startMs, counts);
        return true;
    }

    private T put(Blocks<T> of, long startMs, T delta) {
        T block = of.byStart.computeIfAbsent(startMs, start -> none.get());
        block.merge(delta);
        for (Sum<T> sum : sums.values()) {
            if (sum.stepMs == of.stepMs && startMs >= sum.startMs(endMs) && startMs < endMs) {
                sum.counts.merge(delta);
            }
        }
        return block;
    }

    /// Moves the end of all windows forward.
    ///
    /// @param toMs new end, exclusive; an earlier one than before changes nothing
    /// @return blocks that no window holds any more, forgotten from now on
    public List<BlockId> advance(long toMs) {
        if (toMs <= endMs) {
            return List.of();
        }
        for (Sum<T> sum : sums.values()) {
            NavigableMap<Long, T> byStart = of(sum).byStart;
            long from = sum.startMs(endMs);
            long nextFrom = sum.startMs(toMs);
            byStart.subMap(Math.max(endMs, nextFrom), Math.max(toMs, nextFrom))
                    .values()
                    .forEach(sum.counts::merge);
            byStart.subMap(from, Math.min(endMs, nextFrom)).values().forEach(sum.counts::subtract);
        }
        endMs = toMs;
        List<BlockId> forgotten = new ArrayList<>();
        for (Blocks<T> of : blocks.values()) {
            NavigableMap<Long, T> passed = of.byStart.headMap(of.firstStartMs(endMs), false);
            passed.keySet().forEach(startMs -> forgotten.add(new BlockId(of.stepMs, startMs)));
            passed.clear();
        }
        return forgotten;
    }

    private Blocks<T> of(Sum<T> sum) {
        Blocks<T> of = blocks.get(sum.stepMs);
        if (of == null) {
            throw new IllegalStateException("Found no blocks of " + sum.stepMs + " ms, expected those of a window.");
        }
        return of;
    }

    /// Counts of a window.
    public T window(String name) {
        Sum<T> sum = sums.get(name);
        if (sum == null) {
            throw new IllegalArgumentException(
                    "Found the window '" + name + "', expected one of " + String.join(", ", sums.keySet()) + ".");
        }
        return sum.counts.copy();
    }

    /// Which block.
    ///
    /// @param stepMs its length
    /// @param startMs its start, inclusive
    public record BlockId(long stepMs, long startMs) {}

    /// A block and all its counts.
    public record Block<T>(long stepMs, long startMs, T counts) {}

    private record Sum<T>(long lengthMs, long stepMs, T counts) {
        long startMs(long endMs) {
            return floor(endMs - lengthMs, stepMs);
        }
    }

    private record Blocks<T>(long stepMs, long longestMs, NavigableMap<Long, T> byStart) {
        long firstStartMs(long endMs) {
            return floor(endMs - longestMs, stepMs);
        }
    }
}
