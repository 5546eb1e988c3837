package io.tidemark.model.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// A forest's trees laid out for the walk: in eight chains that are walked side by side without branches.
///
/// A cell is two longs, so that a cache line brings both: the packed node and the bits of its value (0 for a split). A
/// step is `at += distance + (rowKey > nodeKey)`. A leaf's key is never exceeded, and its distance leads to the root of
/// the chain's next tree; the last tree's leaves lead to an end that no row leaves. So a chain adds up the values of
/// all cells it comes by, and never asks whether it has come to a leaf: no step is wasted on trees that a row left
/// early, and eight independent chains hide each other's cache misses.
///
/// Chains are as long as each other for usual rows, after which a look tells whether all have come to their end. Which
/// tree stands where follows from the forest alone, and each chain is summed in its order: equal rows have equal bits
/// in their scores, everywhere.
final class TreeChains implements TreeWalk {
    private static final int CHAINS = 8;

    /// Steps between two looks whether all chains have come to their end.
    private static final int STEPS_BETWEEN_LOOKS = 4;

    /// Key above all rows', distance 0.
    private static final long END = (long) FloatKey.NEVER_EXCEEDED << 32;

    /// `[2 * cells]` packed nodes and bits of values in turn. Packed: key (32 bits), distance in longs to the left
    /// child or to the next tree, slot (the lowest `slotBits`).
    private final long[] cells;

    /// `[CHAINS]` first cell of each chain, in longs.
    private final int[] starts = new int[CHAINS];

    private final int slots;
    private final int slotBits;

    /// Steps to the first look.
    private final int usualSteps;

    /// @param parts checked by [ForestChecks]
    /// @throws IllegalArgumentException when a tree is too large for its slots
    TreeChains(ForestKernel.Parts parts) {
        double[] means = MeanSteps.of(parts);
        List<List<Integer>> chains = chains(means);
        cells = new long[2 * (parts.nodes.length + CHAINS)];
        slots = parts.slotInputs.length;
        slotBits = Integer.SIZE - Integer.numberOfLeadingZeros(parts.slotInputs.length - 1);
        double longest = 0;
        int at = 0;
        for (int chain = 0; chain < CHAINS; chain++) {
            starts[chain] = at;
            double steps = 0;
            for (int tree : chains.get(chain)) {
                at = append(parts, tree, at);
                steps += means[tree] + 1;
            }
            longest = Math.max(longest, steps);
            cells[at] = END;
            at += 2;
        }
        usualSteps = (int) Math.ceil(longest) + STEPS_BETWEEN_LOOKS;
    }

    /// Trees of each chain: each tree, the longest first, goes where the fewest steps are.
    private static List<List<Integer>> chains(double[] means) {
        List<List<Integer>> chains = new ArrayList<>();
        for (int chain = 0; chain < CHAINS; chain++) {
            chains.add(new ArrayList<>());
        }
        double[] steps = new double[CHAINS];
        IntStream.range(0, means.length)
                .boxed()
                .sorted(Comparator.comparingDouble(tree -> -means[tree]))
                .forEachOrdered(tree -> {
                    int shortest = 0;
                    for (int chain = 1; chain < CHAINS; chain++) {
                        shortest = steps[chain] < steps[shortest] ? chain : shortest;
                    }
                    chains.get(shortest).add(tree);
                    steps[shortest] += means[tree] + 1;
                });
        return chains;
    }

    /// @return where the next tree begins
    private int append(ForestKernel.Parts parts, int tree, int at) {
        int root = parts.roots[tree];
        int end = parts.endOf(tree);
        int next = at + 2 * (end - root);
        for (int i = root; i < end; i++) {
            int cell = at + 2 * (i - root);
            int distance = ForestKernel.distanceOf(parts.nodes[i]);
            cells[cell] = distance == 0
                    ? packed(FloatKey.NEVER_EXCEEDED, next - cell, 0)
                    : packed(ForestKernel.keyOf(parts.nodes[i]), 2 * distance, ForestKernel.slotOf(parts.nodes[i]));
            cells[cell + 1] = Double.doubleToRawLongBits(parts.leaves[i]);
        }
        return next;
    }

    private long packed(int key, int distance, int slot) {
        long low = ((long) distance << slotBits) | slot;
        if (low >>> Integer.SIZE != 0) {
            throw new IllegalArgumentException("The tree ensemble is too large: found a tree of " + distance / 2
                    + " nodes or more, expected at most " + ((1L << (Integer.SIZE - slotBits)) - 1) / 2 + " with "
                    + slotBits + " bits for its slots.");
        }
        return ((long) key << Integer.SIZE) | low;
    }

    @Override
    public int scratchLength() {
        return slots;
    }

    @Override
    public int keysAt() {
        return 0;
    }

    @Override
    public double sum(int[] keys) {
        long[] n = cells;
        int bits = slotBits;
        int mask = (1 << bits) - 1;
        int a = starts[0];
        int b = starts[1];
        int c = starts[2];
        int d = starts[3];
        int e = starts[4];
        int f = starts[5];
        int g = starts[6];
        int h = starts[7];
        double sumA = 0;
        double sumB = 0;
        double sumC = 0;
        double sumD = 0;
        double sumE = 0;
        double sumF = 0;
        double sumG = 0;
        double sumH = 0;
        int steps = usualSteps;
        do {
            for (int step = 0; step < steps; step++) {
                sumA += value(n, a);
                a += step(n[a], keys, bits, mask);
                sumB += value(n, b);
                b += step(n[b], keys, bits, mask);
                sumC += value(n, c);
                c += step(n[c], keys, bits, mask);
                sumD += value(n, d);
                d += step(n[d], keys, bits, mask);
                sumE += value(n, e);
                e += step(n[e], keys, bits, mask);
                sumF += value(n, f);
                f += step(n[f], keys, bits, mask);
                sumG += value(n, g);
                g += step(n[g], keys, bits, mask);
                sumH += value(n, h);
                h += step(n[h], keys, bits, mask);
            }
            steps = STEPS_BETWEEN_LOOKS;
        } while ((int) (n[a] | n[b] | n[c] | n[d] | n[e] | n[f] | n[g] | n[h]) >>> bits != 0);
        return ((sumA + sumB) + (sumC + sumD)) + ((sumE + sumF) + (sumG + sumH));
    }

    private static double value(long[] cells, int cell) {
        return Double.longBitsToDouble(cells[cell + 1]);
    }

    /// How far the next cell lies ahead, in longs: the distance, one cell more when the row's key is above the node's.
    private static int step(long node, int[] keys, int bits, int mask) {
        int low = (int) node;
        long right = ((node >> Integer.SIZE) - keys[low & mask]) >>> (Long.SIZE - 2);
        return (low >>> bits) + ((int) right & 2);
    }
}
