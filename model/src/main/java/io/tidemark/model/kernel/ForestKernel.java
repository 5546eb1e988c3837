package io.tidemark.model.kernel;

import io.tidemark.model.kernel.DecisionTree.Missing;
import java.util.Optional;

/// A tree ensemble as packed nodes; a [TreeWalk] made of them sums the trees up.
///
/// A node is one long: threshold key (32 bits, order-preserving form of a 32-bit float), slot (12 bits), distance to
/// the left child (20 bits). The right child follows the left one. A leaf's distance is 0, its key is never exceeded,
/// and its value stands in a parallel array.
///
/// A slot is an input together with what a missing value becomes: an input that is missing to the left at some nodes
/// and to the right at others takes two slots, and the walk itself knows nothing of missing values.
public final class ForestKernel implements SingleKernel {
    static final int GROUP = 8;
    static final int SLOT_BITS = 12;
    static final int DISTANCE_BITS = 20;
    static final int MAX_SLOTS = 1 << SLOT_BITS;
    static final int MAX_DISTANCE = (1 << DISTANCE_BITS) - 1;
    static final int MAX_DEPTH = 512;

    /// What LightGBM takes for 0 where zeroes are missing values.
    private static final float ZERO = 1e-35f;

    private final Parts parts;
    private final TreeWalk walk;
    private final int[] slotInputs;
    private final int[] slotMissingKeys;

    /// `[slots]` inputs up to this size are missing.
    private final float[] slotZeroes;

    /// Checks everything that the walk relies on, so that no row and no file can make it leave the arrays.
    ///
    /// @throws IllegalArgumentException when anything is out of order
    ForestKernel(Parts parts) {
        this.parts = parts;
        ForestChecks.check(parts);
        this.walk = TreeWalk.of(parts);
        this.slotInputs = parts.slotInputs;
        this.slotMissingKeys = new int[slotInputs.length];
        this.slotZeroes = new float[slotInputs.length];
        for (int slot = 0; slot < slotInputs.length; slot++) {
            slotMissingKeys[slot] = switch (parts.slotMissing[slot]) {
                case LEFT, ZERO_LEFT -> Integer.MIN_VALUE;
                case RIGHT, ZERO_RIGHT -> FloatKey.NAN;
                case AS_ZERO -> FloatKey.key(0f);
            };
            slotZeroes[slot] = switch (parts.slotMissing[slot]) {
                case LEFT, RIGHT, AS_ZERO -> -1;
                case ZERO_LEFT, ZERO_RIGHT -> ZERO;
            };
        }
    }

    @Override
    public int inputs() {
        return parts.inputs;
    }

    @Override
    public int scratchLength() {
        return walk.scratchLength();
    }

    /// Number of slots: what nodes compare with.
    int slots() {
        return slotInputs.length;
    }

    /// Number of trees, without the padding of the last group.
    public int trees() {
        return parts.trees;
    }

    /// Number of nodes, leaves and padding included.
    public int nodeCount() {
        return parts.nodes.length;
    }

    @Override
    public Optional<Explainer> explainer() {
        if (parts.covers.length == 0) {
            return Optional.empty();
        }
        NodeShares shares = new NodeShares(parts);
        return Optional.of(
                PathExplainer.suits(parts, shares)
                        ? new PathExplainer(this, shares)
                        : new ForestExplainer(this, shares));
    }

    Parts parts() {
        return parts;
    }

    @Override
    public double margin(float[] row, int[] scratch) {
        setKeys(row, scratch, walk.keysAt());
        return parts.base + parts.scale * walk.sum(scratch);
    }

    /// Writes what nodes compare with: `[slots]` from an index on, missing values replaced.
    void setKeys(float[] row, int[] scratch, int from) {
        for (int slot = 0; slot < slotInputs.length; slot++) {
            float value = row[slotInputs[slot]];
            int key = FloatKey.key(value);
            boolean missing = key == FloatKey.NAN || Math.abs(value) <= slotZeroes[slot];
            scratch[from + slot] = missing ? slotMissingKeys[slot] : key;
        }
    }

    /// 1 when the row's key is above the node's, else 0.
    static int isRight(long node, int[] keys) {
        int key = keys[(int) (node >>> DISTANCE_BITS) & (MAX_SLOTS - 1)];
        return (int) (((node >> 32) - key) >>> 63);
    }

    static long pack(int key, int slot, int distance) {
        return ((long) key << 32) | ((long) slot << DISTANCE_BITS) | distance;
    }

    static int keyOf(long node) {
        return (int) (node >> 32);
    }

    static int slotOf(long node) {
        return (int) (node >>> DISTANCE_BITS) & (MAX_SLOTS - 1);
    }

    static int distanceOf(long node) {
        return (int) node & MAX_DISTANCE;
    }

    /// What a forest consists of; made by [ForestCompiler] or read by [KernelFormat].
    static final class Parts {
        /// Inputs of a row.
        final int inputs;

        /// Trees without padding.
        final int trees;

        /// Packed nodes; each tree's lie together, parents before children.
        final long[] nodes;

        /// `[nodes]` values of the leaves; 0 elsewhere.
        final double[] leaves;

        /// Root of each tree, by depth of the trees; padded with a leaf of value 0 to a whole number of groups.
        final int[] roots;

        /// `[slots]` input of a slot.
        final int[] slotInputs;

        /// `[slots]` what a missing input becomes.
        final Missing[] slotMissing;

        /// `[leaves]` training rows of each leaf, in the order of the nodes; empty: not known.
        final float[] covers;

        /// Margin = base + scale * sum of the leaves.
        final double base;

        final double scale;

        Parts(
                int inputs,
                int trees,
                long[] nodes,
                double[] leaves,
                int[] roots,
                int[] slotInputs,
                Missing[] slotMissing,
                float[] covers,
                double base,
                double scale) {
            this.inputs = inputs;
            this.trees = trees;
            this.nodes = nodes;
            this.leaves = leaves;
            this.roots = roots;
            this.slotInputs = slotInputs;
            this.slotMissing = slotMissing;
            this.covers = covers;
            this.base = base;
            this.scale = scale;
        }

        /// The node behind a tree's last one.
        int endOf(int tree) {
            return tree + 1 < roots.length ? roots[tree + 1] : nodes.length;
        }
    }
}
