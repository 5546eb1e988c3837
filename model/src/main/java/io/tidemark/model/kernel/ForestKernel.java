package io.tidemark.model.kernel;

import io.tidemark.model.kernel.DecisionTree.Missing;
import java.util.Optional;

/// A tree ensemble as packed nodes, walked eight trees at a time without branches, or sixteen when it is large.
///
/// A node is one long: threshold key (32 bits, order-preserving form of a 32-bit float), slot (12 bits), distance to
/// the left child (20 bits). The right child follows the left one. A leaf is a node that no row leaves: its key is
/// never exceeded and its distance is 0, so that a walk may go on below it; its value stands in a parallel array. A
/// step is then `i += distance + (rowKey > nodeKey)`, and eight independent chains of such steps hide each other's
/// cache misses.
///
/// A slot is an input together with what a missing value becomes: an input that is missing to the left at some nodes
/// and to the right at others takes two slots, and the walk itself knows nothing of missing values.
///
/// Trees are ordered by depth, walked in groups, and summed in a fixed order: equal rows have equal bits in their
/// scores, everywhere. A group is walked as deep as rows usually go, then on only while a tree has not come to its
/// leaf: trees that libraries grow leaf by leaf are often twice as deep as rows go.
public final class ForestKernel implements SingleKernel {
    static final int GROUP = 8;
    static final int SLOT_BITS = 12;
    static final int DISTANCE_BITS = 20;
    static final int MAX_SLOTS = 1 << SLOT_BITS;
    static final int MAX_DISTANCE = (1 << DISTANCE_BITS) - 1;
    static final int MAX_DEPTH = 512;

    /// More nodes than this (half a megabyte) stay in no second-level cache: each step waits for memory, and sixteen
    /// waits at a time hide more of it than eight. Fewer chains keep their indices in registers.
    static final int WIDE_NODES = 1 << 16;

    /// Levels between two looks whether all trees of a group have come to a leaf.
    private static final int CHECKED_LEVELS = 2;

    /// What LightGBM takes for 0 where zeroes are missing values.
    private static final float ZERO = 1e-35f;

    private final Parts parts;
    private final long[] nodes;
    private final double[] leaves;
    private final int[] roots;
    private final int[] groupDepths;
    private final int[] usualDepths;
    private final int[] slotInputs;
    private final int[] slotMissingKeys;

    /// `[slots]` inputs up to this size are missing.
    private final float[] slotZeroes;

    /// Checks everything that the walk relies on, so that no row and no file can make it leave the arrays.
    ///
    /// @throws IllegalArgumentException when anything is out of order
    ForestKernel(Parts parts) {
        this.parts = parts;
        this.nodes = parts.nodes;
        this.leaves = parts.leaves;
        this.roots = parts.roots;
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
        this.groupDepths = ForestChecks.groupDepths(parts);
        this.usualDepths = UsualDepths.of(parts, groupDepths);
    }

    @Override
    public int inputs() {
        return parts.inputs;
    }

    @Override
    public int scratchLength() {
        return slotInputs.length;
    }

    /// Number of trees, without the padding of the last group.
    public int trees() {
        return parts.trees;
    }

    /// Number of nodes, leaves and padding included.
    public int nodeCount() {
        return nodes.length;
    }

    @Override
    public Optional<Explainer> explainer() {
        return parts.covers.length == 0 ? Optional.empty() : Optional.of(new ForestExplainer(this));
    }

    Parts parts() {
        return parts;
    }

    @Override
    public double margin(float[] row, int[] scratch) {
        return margin(row, scratch, nodes.length > WIDE_NODES);
    }

    /// The margin, by walks of eight or of sixteen trees: to the last bit the same.
    double margin(float[] row, int[] scratch, boolean wide) {
        setKeys(row, scratch);
        double sum = 0;
        int group = 0;
        for (int alone = wide ? groupDepths.length % 2 : groupDepths.length; group < alone; group++) {
            sum += walk(group * GROUP, groupDepths[group], usualDepths[group], scratch);
        }
        for (; group < groupDepths.length; group += 2) {
            sum = walkTwo(
                    sum,
                    group * GROUP,
                    Math.max(groupDepths[group], groupDepths[group + 1]),
                    Math.max(usualDepths[group], usualDepths[group + 1]),
                    scratch);
        }
        return parts.base + parts.scale * sum;
    }

    /// Writes what nodes compare with: `[slots]`, missing values replaced.
    void setKeys(float[] row, int[] scratch) {
        for (int slot = 0; slot < slotInputs.length; slot++) {
            float value = row[slotInputs[slot]];
            int key = FloatKey.key(value);
            boolean missing = key == FloatKey.NAN || Math.abs(value) <= slotZeroes[slot];
            scratch[slot] = missing ? slotMissingKeys[slot] : key;
        }
    }

    /// Walks a group: as many levels as rows usually need, then two at a time until all have come to a leaf.
    private double walk(int first, int depth, int usual, int[] keys) {
        long[] n = nodes;
        int[] r = roots;
        int a = r[first];
        int b = r[first + 1];
        int c = r[first + 2];
        int d = r[first + 3];
        int e = r[first + 4];
        int f = r[first + 5];
        int g = r[first + 6];
        int h = r[first + 7];
        int levels = usual;
        for (int left = depth; ; levels = Math.min(CHECKED_LEVELS, left)) {
            for (int level = 0; level < levels; level++) {
                a += step(n[a], keys);
                b += step(n[b], keys);
                c += step(n[c], keys);
                d += step(n[d], keys);
                e += step(n[e], keys);
                f += step(n[f], keys);
                g += step(n[g], keys);
                h += step(n[h], keys);
            }
            left -= levels;
            if (left <= 0 || ((int) (n[a] | n[b] | n[c] | n[d] | n[e] | n[f] | n[g] | n[h]) & MAX_DISTANCE) == 0) {
                break;
            }
        }
        double[] v = leaves;
        return ((v[a] + v[b]) + (v[c] + v[d])) + ((v[e] + v[f]) + (v[g] + v[h]));
    }

    /// Walks two groups side by side and adds one after the other.
    private double walkTwo(double sum, int first, int depth, int usual, int[] keys) {
        long[] n = nodes;
        int[] r = roots;
        int a = r[first];
        int b = r[first + 1];
        int c = r[first + 2];
        int d = r[first + 3];
        int e = r[first + 4];
        int f = r[first + 5];
        int g = r[first + 6];
        int h = r[first + 7];
        int i = r[first + 8];
        int j = r[first + 9];
        int k = r[first + 10];
        int l = r[first + 11];
        int o = r[first + 12];
        int p = r[first + 13];
        int q = r[first + 14];
        int s = r[first + 15];
        int levels = usual;
        for (int left = depth; ; levels = Math.min(CHECKED_LEVELS, left)) {
            for (int level = 0; level < levels; level++) {
                a += step(n[a], keys);
                b += step(n[b], keys);
                c += step(n[c], keys);
                d += step(n[d], keys);
                e += step(n[e], keys);
                f += step(n[f], keys);
                g += step(n[g], keys);
                h += step(n[h], keys);
                i += step(n[i], keys);
                j += step(n[j], keys);
                k += step(n[k], keys);
                l += step(n[l], keys);
                o += step(n[o], keys);
                p += step(n[p], keys);
                q += step(n[q], keys);
                s += step(n[s], keys);
            }
            left -= levels;
            long first8 = n[a] | n[b] | n[c] | n[d] | n[e] | n[f] | n[g] | n[h];
            long second8 = n[i] | n[j] | n[k] | n[l] | n[o] | n[p] | n[q] | n[s];
            if (left <= 0 || ((int) (first8 | second8) & MAX_DISTANCE) == 0) {
                break;
            }
        }
        double[] v = leaves;
        double first8 = ((v[a] + v[b]) + (v[c] + v[d])) + ((v[e] + v[f]) + (v[g] + v[h]));
        double second8 = ((v[i] + v[j]) + (v[k] + v[l])) + ((v[o] + v[p]) + (v[q] + v[s]));
        return (sum + first8) + second8;
    }

    /// How far the next node lies ahead: the distance to the left child, one more when the row's key is above the
    /// node's.
    private static int step(long node, int[] keys) {
        return ((int) node & MAX_DISTANCE) + isRight(node, keys);
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
    }
}
