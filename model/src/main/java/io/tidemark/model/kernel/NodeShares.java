package io.tidemark.model.kernel;

import java.util.BitSet;

/// What the training rows of a forest's leaves say of its nodes.
final class NodeShares {
    /// `[nodes]` share of the rows that go left at a split; a half where none came by.
    final double[] lefts;

    /// `[nodes]` mean of the leaves below, by rows.
    final double[] means;

    private final ForestKernel.Parts parts;

    /// From the leaves up; children follow their parents.
    ///
    /// @param parts with covers
    NodeShares(ForestKernel.Parts parts) {
        this.parts = parts;
        lefts = new double[parts.nodes.length];
        means = new double[parts.nodes.length];
        double[] covers = new double[parts.nodes.length];
        int leaf = parts.covers.length;
        for (int i = parts.nodes.length - 1; i >= 0; i--) {
            int distance = ForestKernel.distanceOf(parts.nodes[i]);
            if (distance == 0) {
                covers[i] = parts.covers[--leaf];
                means[i] = parts.leaves[i];
                continue;
            }
            int left = i + distance;
            covers[i] = covers[left] + covers[left + 1];
            lefts[i] = covers[i] > 0 ? covers[left] / covers[i] : 0.5;
            means[i] = lefts[i] * means[left] + (1 - lefts[i]) * means[left + 1];
        }
    }

    /// What the margin is as long as no input is known.
    double base() {
        double sum = 0;
        for (int root : parts.roots) {
            sum += means[root];
        }
        return parts.base + parts.scale * sum;
    }

    /// The most different inputs that a path of some tree asks; 1 at least.
    int mostInputs() {
        int most = 1;
        for (int tree = 0; tree < parts.roots.length; tree++) {
            most = Math.max(most, mostInputs(parts.roots[tree], parts.endOf(tree)));
        }
        return most;
    }

    private int mostInputs(int root, int end) {
        BitSet[] above = new BitSet[end - root];
        above[0] = new BitSet();
        int most = 0;
        for (int i = 0; i < above.length; i++) {
            long node = parts.nodes[root + i];
            int distance = ForestKernel.distanceOf(node);
            most = Math.max(most, above[i].cardinality());
            if (distance > 0) {
                BitSet below = (BitSet) above[i].clone();
                below.set(parts.slotInputs[ForestKernel.slotOf(node)]);
                above[i + distance] = below;
                above[i + distance + 1] = below;
            }
        }
        return most;
    }
}
