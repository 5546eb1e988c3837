package io.tidemark.model.kernel;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// What [TreeMasks] are filled from: a forest's thresholds by slot, and which leaves each split takes out.
final class MaskTable {
    private final ForestKernel.Parts parts;

    /// `[nodes]` leaves to the left of a split, as bits of its tree; 0 for a leaf.
    private final long[] lefts;

    private final SlotCuts cuts;

    /// `[nodes]` a leaf's place from left to right in its tree.
    private final int[] places;

    /// `[nodes]` tree of a node.
    private final int[] trees;

    /// Splits by slot, and where a slot's begin.
    private final int[] splits;

    private final int[] starts;

    /// @param parts of trees with 64 leaves at most
    MaskTable(ForestKernel.Parts parts) {
        this.parts = parts;
        lefts = new long[parts.nodes.length];
        places = new int[parts.nodes.length];
        trees = new int[parts.nodes.length];
        for (int tree = 0; tree < parts.roots.length; tree++) {
            int root = parts.roots[tree];
            Arrays.fill(trees, root, parts.endOf(tree), tree);
            number(root, 0);
        }
        splits = IntStream.range(0, parts.nodes.length)
                .filter(node -> ForestKernel.distanceOf(parts.nodes[node]) != 0)
                .boxed()
                .sorted(Comparator.comparingInt(node -> ForestKernel.slotOf(parts.nodes[node])))
                .mapToInt(Integer::intValue)
                .toArray();
        cuts = new SlotCuts(parts);
        starts = starts();
    }

    /// `[slots + 1]`
    private int[] starts() {
        int[] ends = new int[cuts.slots() + 1];
        for (int node : splits) {
            ends[ForestKernel.slotOf(parts.nodes[node]) + 1]++;
        }
        Arrays.parallelPrefix(ends, Integer::sum);
        return ends;
    }

    /// @return the place behind the subtree's last leaf
    private int number(int node, int place) {
        int distance = ForestKernel.distanceOf(parts.nodes[node]);
        if (distance == 0) {
            places[node] = place;
            return place + 1;
        }
        int middle = number(node + distance, place);
        lefts[node] = bits(place, middle);
        return number(node + distance + 1, middle);
    }

    /// Bits from one place up to another, the latter excluded; a split has a leaf to its right, so they are 63 at most.
    private static long bits(int from, int to) {
        return ((1L << (to - from)) - 1) << from;
    }

    /// Splits on a slot.
    private IntStream splitsOn(int slot) {
        return Arrays.stream(splits, starts[slot], starts[slot + 1]);
    }

    /// Most leaves of a tree.
    static int mostLeaves(ForestKernel.Parts parts) {
        return IntStream.range(0, parts.roots.length)
                .map(tree -> (parts.endOf(tree) - parts.roots[tree] + 1) / 2)
                .max()
                .orElse(0);
    }

    /// Trees, padding included.
    int trees() {
        return parts.roots.length;
    }

    /// True when some tree's leaves need two ints.
    boolean isWide() {
        return mostLeaves(parts) > TreeMasks.NARROW;
    }

    /// Ints of a row of masks.
    int masks() {
        return isWide() ? 2 * trees() : trees();
    }

    /// Slots, whether a split asks them or not.
    int allSlots() {
        return cuts.slots();
    }

    /// Steps that a usual row takes through all trees, their leaves included.
    double usualSteps() {
        return Arrays.stream(MeanSteps.of(parts)).sum() + trees();
    }

    /// Slots that some split asks, ascending.
    int[] slots() {
        return IntStream.range(0, cuts.slots())
                .filter(slot -> cuts.of(slot).length > 0)
                .toArray();
    }

    /// Thresholds of a slot, ascending, each once.
    int[] cuts(int slot) {
        return cuts.of(slot);
    }

    /// Writes a slot's rows of masks: row b is of values above b of its thresholds.
    ///
    /// @param all `[masks]` the row that takes out nothing
    /// @param rows written from `start` on, one more than there are thresholds
    void fill(int slot, int[] all, int[][] rows, int start) {
        rows[start] = all;
        int[] ofSlot = cuts.of(slot);
        for (int bin = 1; bin <= ofSlot.length; bin++) {
            rows[start + bin] = all.clone();
        }
        int width = parts.roots.length;
        splitsOn(slot).forEach(node -> {
            int row = start + cuts.cutOf(parts.nodes[node]) + 1;
            takeOut(rows[row], width, node);
        });
        for (int bin = 2; bin <= ofSlot.length; bin++) {
            int[] below = rows[start + bin - 1];
            int[] row = rows[start + bin];
            for (int i = 0; i < row.length; i++) {
                row[i] &= below[i];
            }
        }
    }

    /// A row holds the lower halves of all masks, then the upper ones if there are any.
    private void takeOut(int[] row, int width, int node) {
        int tree = trees[node];
        row[tree] &= (int) ~lefts[node];
        if (row.length > width) {
            row[width + tree] &= (int) (~lefts[node] >>> Integer.SIZE);
        }
    }

    /// `[trees * apart]` values of the leaves from left to right.
    double[] values(int apart) {
        double[] values = new double[parts.roots.length * apart];
        for (int node = 0; node < parts.nodes.length; node++) {
            if (ForestKernel.distanceOf(parts.nodes[node]) == 0) {
                values[trees[node] * apart + places[node]] = parts.leaves[node];
            }
        }
        return values;
    }
}
