package io.tidemark.model.kernel;

import java.util.Arrays;

/// A forest of trees with few leaves, scored without a walk.
///
/// A tree's leaves are the bits of a mask, from left to right. A split whose threshold a row exceeds takes the leaves
/// to its left out; of those that are left over after all splits, the first is where the row ends (QuickScorer,
/// Lucchese et al. 2015). Here all splits of all trees on a slot are looked up at once: the thresholds of a slot part
/// its values into bins, and for each bin there is a row of masks, one for each tree. So a score is a search for a bin
/// per slot, an AND over one row per slot, which compilers turn into vector instructions, and a look for the first bit
/// per tree. No branch depends on the row, and memory is read in long runs.
///
/// A mask is one int for trees of up to 32 leaves, two for trees of up to 64.
final class TreeMasks implements TreeWalk {
    static final int MOST_LEAVES = Long.SIZE;
    static final int NARROW = Integer.SIZE;
    private static final int WIDE = MOST_LEAVES;

    /// Slots whose rows are taken together in one go over the trees.
    private static final int SLOTS_AT_ONCE = 4;

    /// Most bytes of all rows: for a tree, so that it stays in proportion to the bundle, and together.
    private static final long MOST_BYTES_A_TREE = 32L << 10;

    private static final long MOST_BYTES = 32L << 20;

    /// Bytes of a table that stays in the caches of a core beside what else a stream thread does.
    private static final long NEAR_BYTES = 1L << 20;

    /// `[used slots]` the slots that some split asks.
    private final int[] slots;

    /// `[used slots]` where a slot's cuts and rows begin.
    private final int[] starts;

    /// `[used slots]` first step of the search among a slot's cuts, a power of two.
    private final int[] halves;

    /// By slot, ascending thresholds, padded with [FloatKey#NEVER_EXCEEDED] to a power of two less one.
    private final int[] cuts;

    /// `[as cuts][masks]` by slot and bin.
    private final int[][] rows;

    /// `[masks]` where no slot is left: takes out nothing.
    private final int[] all;

    /// `[trees * leaves]` values of the leaves from left to right; a tree's are [#NARROW] or [#WIDE] apart.
    private final double[] values;

    private final int trees;
    private final boolean wide;
    private final int allSlots;

    /// @param table of a forest that this [suits][#suits]
    TreeMasks(MaskTable table) {
        trees = table.trees();
        wide = table.isWide();
        slots = table.slots();
        allSlots = table.allSlots();
        starts = new int[slots.length];
        halves = new int[slots.length];
        int length = 0;
        for (int i = 0; i < slots.length; i++) {
            halves[i] = Integer.highestOneBit(table.cuts(slots[i]).length);
            starts[i] = length;
            length += 2 * halves[i];
        }
        cuts = new int[length];
        Arrays.fill(cuts, FloatKey.NEVER_EXCEEDED);
        all = new int[table.masks()];
        Arrays.fill(all, -1);
        rows = new int[length][];
        Arrays.fill(rows, all);
        for (int i = 0; i < slots.length; i++) {
            int[] ofSlot = table.cuts(slots[i]);
            System.arraycopy(ofSlot, 0, cuts, starts[i], ofSlot.length);
            table.fill(slots[i], all, rows, starts[i]);
        }
        values = table.values(wide ? WIDE : NARROW);
    }

    /// True when the rows fit, and masks are likely quicker than a walk. The factors are cycles of a usual core,
    /// roughly, as a stream thread has them: between two rows it does much else. A table beyond the near caches comes
    /// from far at each row, with each row of masks that is read; a walk then has some of its nodes to fetch anew.
    static boolean suits(MaskTable table) {
        long bins = 0;
        for (int slot : table.slots()) {
            bins += table.cuts(slot).length;
        }
        long bytes = bins * table.masks() * Integer.BYTES;
        boolean near = bytes <= NEAR_BYTES;
        double masks = table.slots().length * (30 + (near ? 0.375 : 1.375) * table.masks()) + 3 * table.trees();
        double walk = (near ? 5 : 8) * table.usualSteps();
        return bytes <= Math.min(MOST_BYTES, MOST_BYTES_A_TREE * table.trees()) && masks < walk;
    }

    @Override
    public int scratchLength() {
        return all.length + allSlots;
    }

    /// Behind the masks: loops over arrays are turned into vector instructions where all begin at 0.
    @Override
    public int keysAt() {
        return all.length;
    }

    @Override
    public double sum(int[] scratch) {
        first(scratch, rowOf(0, scratch), rowOf(1, scratch), rowOf(2, scratch), rowOf(3, scratch), all.length);
        for (int i = SLOTS_AT_ONCE; i < slots.length; i += SLOTS_AT_ONCE) {
            next(
                    scratch,
                    rowOf(i, scratch),
                    rowOf(i + 1, scratch),
                    rowOf(i + 2, scratch),
                    rowOf(i + 3, scratch),
                    all.length);
        }
        return wide ? sumOfWide(scratch) : sumOfNarrow(scratch);
    }

    /// Masks of the bin in which the row is, by a search without a branch on the row.
    private int[] rowOf(int used, int[] scratch) {
        if (used >= slots.length) {
            return all;
        }
        int key = scratch[all.length + slots[used]];
        int at = starts[used];
        for (int half = halves[used]; half > 0; half >>= 1) {
            at += half & (int) (((long) cuts[at + half - 1] - key) >> (Long.SIZE - 1));
        }
        return rows[at];
    }

    private static void first(int[] masks, int[] a, int[] b, int[] c, int[] d, int length) {
        for (int i = 0; i < length; i++) {
            masks[i] = a[i] & b[i] & c[i] & d[i];
        }
    }

    private static void next(int[] masks, int[] a, int[] b, int[] c, int[] d, int length) {
        for (int i = 0; i < length; i++) {
            masks[i] = masks[i] & a[i] & b[i] & c[i] & d[i];
        }
    }

    /// Trees are padded to whole groups of [ForestKernel#GROUP].
    private double sumOfNarrow(int[] masks) {
        double[] v = values;
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = 0; i < trees; i += 4) {
            a += v[i * NARROW + Integer.numberOfTrailingZeros(masks[i])];
            b += v[(i + 1) * NARROW + Integer.numberOfTrailingZeros(masks[i + 1])];
            c += v[(i + 2) * NARROW + Integer.numberOfTrailingZeros(masks[i + 2])];
            d += v[(i + 3) * NARROW + Integer.numberOfTrailingZeros(masks[i + 3])];
        }
        return (a + b) + (c + d);
    }

    private double sumOfWide(int[] masks) {
        double[] v = values;
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = 0; i < trees; i += 4) {
            a += v[i * WIDE + leafOf(masks, i)];
            b += v[(i + 1) * WIDE + leafOf(masks, i + 1)];
            c += v[(i + 2) * WIDE + leafOf(masks, i + 2)];
            d += v[(i + 3) * WIDE + leafOf(masks, i + 3)];
        }
        return (a + b) + (c + d);
    }

    private int leafOf(int[] masks, int tree) {
        return Long.numberOfTrailingZeros((masks[tree] & 0xffff_ffffL) | ((long) masks[trees + tree] << NARROW));
    }
}
