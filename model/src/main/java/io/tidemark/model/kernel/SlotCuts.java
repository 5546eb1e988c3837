package io.tidemark.model.kernel;

import java.util.Arrays;

/// The thresholds of a forest by slot. They part a slot's values into bins: bin b is of keys above b thresholds.
final class SlotCuts {
    /// `[slots][cuts]` keys, ascending, each once.
    private final int[][] cuts;

    SlotCuts(ForestKernel.Parts parts) {
        long[] all = Arrays.stream(parts.nodes)
                .filter(node -> ForestKernel.distanceOf(node) != 0)
                .map(node -> sortable(ForestKernel.slotOf(node), ForestKernel.keyOf(node)))
                .sorted()
                .distinct()
                .toArray();
        cuts = new int[parts.slotInputs.length][];
        int from = 0;
        for (int slot = 0; slot < cuts.length; slot++) {
            int to = from;
            while (to < all.length && all[to] >>> Integer.SIZE == slot) {
                to++;
            }
            cuts[slot] = Arrays.stream(all, from, to)
                    .mapToInt(cut -> (int) cut ^ Integer.MIN_VALUE)
                    .toArray();
            from = to;
        }
    }

    /// By slot, then by key: keys have signs, bits have none.
    private static long sortable(int slot, int key) {
        return ((long) slot << Integer.SIZE) | ((key ^ Integer.MIN_VALUE) & 0xffff_ffffL);
    }

    /// Number of slots.
    int slots() {
        return cuts.length;
    }

    /// Thresholds of a slot, ascending, each once; not a copy.
    int[] of(int slot) {
        return cuts[slot];
    }

    /// Which threshold of its slot a split has.
    int cutOf(long node) {
        return Arrays.binarySearch(cuts[ForestKernel.slotOf(node)], ForestKernel.keyOf(node));
    }

    /// Writes the bin of each slot's key.
    ///
    /// @param keys `[slots]`
    /// @param bins `[slots]`, overwritten
    void setBins(int[] keys, int[] bins) {
        for (int slot = 0; slot < cuts.length; slot++) {
            int[] ofSlot = cuts[slot];
            int from = 0;
            int to = ofSlot.length;
            while (from < to) {
                int middle = (from + to) >>> 1;
                if (ofSlot[middle] < keys[slot]) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            bins[slot] = from;
        }
    }
}
