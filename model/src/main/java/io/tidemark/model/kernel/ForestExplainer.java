package io.tidemark.model.kernel;

import java.util.Arrays;

/// Exact TreeSHAP, path-dependent, by quadrature.
///
/// Take a leaf with value v whose path asks inputs D. Input k lets a share z_k of the training rows pass (the product
/// of the shares at its splits on the path), and this row passes (o_k = 1) or does not (o_k = 0). Shapley's weights are
/// integrals, `|S|! (d-1-|S|)! / d! = integral of t^|S| (1-t)^(d-1-|S|)` over 0 to 1 (Owen 1972), so that the leaf's
/// contribution of input j is
///
/// `v (o_j - z_j) * integral of the product over k in D, k not j, of f_k`, with `f_k = o_k t + z_k (1 - t)`.
///
/// The integrand is a polynomial of degree d - 1 at most: Gauss's quadrature with d / 2 points is exact. At a point a
/// leaf's product is the product over the edges of its path, where an edge takes the place of the one above it with
/// the same input. One pass down gives each node the product of its path, one pass up the sums over its leaves
/// (as Linear TreeSHAP does, Yu et al. 2022): two visits of each node, four points at a time.
///
/// Where the row has left the path for an input (o = 0), lower edges of that input only part what is there by their
/// shares, and contribute nothing; where it has left it for all inputs that a subtree asks, the subtree is its mean.
final class ForestExplainer implements Explainer {
    /// Points at a time.
    static final int POINTS = 4;

    /// Doubles in tables of inverses at most; above, inverses are computed for each row.
    private static final long MAX_TABLE = 1L << 23;

    private static final int LEAF = -1;
    private static final int SPLIT_BY_SHARES = -2;

    private final ForestKernel kernel;
    private final ForestKernel.Parts parts;
    private final long[] nodes;
    private final double base;
    private final int largest;

    /// `[nodes]` input that a split asks.
    private final int[] inputs;

    /// `[nodes]` the node, counted from the tree's root, that the nearest edge above with the same input leads to;
    /// 0: there is none. An edge goes by the node that it leads to.
    private final int[] sameAbove;

    /// `[nodes]` share of the parent's training rows that went this way.
    private final double[] shares;

    /// `[nodes]` share of training rows that this edge and those above with its input let pass.
    private final double[] passed;

    /// `[nodes]` mean of the leaves below, by training rows.
    private final double[] means;

    /// `[nodes]` bits of the inputs that are asked below.
    private final long[] asked;

    private final long[] bits;
    private final GaussLegendre rule;

    /// `[blocks][nodes * POINTS]` 1 / (t + passed (1 - t)); no blocks: too large to keep.
    private final double[][] inverses;

    /// @param kernel with covers
    ForestExplainer(ForestKernel kernel) {
        this.kernel = kernel;
        this.parts = kernel.parts();
        this.nodes = parts.nodes;
        int count = nodes.length;
        inputs = new int[count];
        sameAbove = new int[count];
        shares = new double[count];
        passed = new double[count];
        means = parts.leaves.clone();
        asked = new long[count];
        bits = new long[parts.inputs];
        boolean fits = parts.inputs <= Long.SIZE;
        Arrays.setAll(bits, input -> fits ? 1L << input : 0);
        setShares(fits ? 0 : -1L);
        int deepest = 1;
        int widest = 1;
        double sum = 0;
        for (int tree = 0; tree < parts.roots.length; tree++) {
            int root = parts.roots[tree];
            int size = parts.endOf(tree) - root;
            deepest = Math.max(deepest, setPaths(root, size));
            widest = Math.max(widest, size);
            sum += means[root];
        }
        base = parts.base + parts.scale * sum;
        largest = widest;
        int blocks = (deepest + 2 * POINTS - 1) / (2 * POINTS);
        rule = new GaussLegendre(POINTS * blocks);
        boolean kept = (long) blocks * POINTS * count <= MAX_TABLE;
        inverses = new double[kept ? blocks : 0][POINTS * count];
        for (int block = 0; block < inverses.length; block++) {
            setInverses(block, 0, count, inverses[block]);
        }
    }

    /// Shares, means and asked inputs, from the leaves up; children follow their parents.
    private void setShares(long always) {
        double[] covers = new double[nodes.length];
        int leaf = parts.covers.length;
        for (int i = nodes.length - 1; i >= 0; i--) {
            int distance = ForestKernel.distanceOf(nodes[i]);
            if (distance == 0) {
                covers[i] = parts.covers[--leaf];
                continue;
            }
            int left = i + distance;
            covers[i] = covers[left] + covers[left + 1];
            shares[left] = covers[i] > 0 ? covers[left] / covers[i] : 0.5;
            shares[left + 1] = 1 - shares[left];
            means[i] = shares[left] * means[left] + shares[left + 1] * means[left + 1];
            inputs[i] = parts.slotInputs[ForestKernel.slotOf(nodes[i])];
            asked[i] = asked[left] | asked[left + 1] | bits[inputs[i]] | always;
        }
    }

    /// What depends on the path to a node.
    ///
    /// @return the most inputs that a path of the tree asks
    private int setPaths(int root, int size) {
        int[] parents = new int[size];
        int[] different = new int[size];
        int most = 0;
        passed[root] = 1;
        for (int i = 0; i < size; i++) {
            int distance = ForestKernel.distanceOf(nodes[root + i]);
            most = Math.max(most, different[i]);
            if (distance == 0) {
                continue;
            }
            int above = i;
            while (above != 0 && inputs[root + parents[above]] != inputs[root + i]) {
                above = parents[above];
            }
            sameAbove[root + i] = above;
            for (int child = i + distance; child <= i + distance + 1; child++) {
                parents[child] = i;
                different[child] = different[i] + (above == 0 ? 1 : 0);
                passed[root + child] = passed[root + above] * shares[root + child];
            }
        }
        return most;
    }

    private void setInverses(int block, int from, int to, double[] into) {
        for (int i = from; i < to; i++) {
            for (int q = 0; q < POINTS; q++) {
                double t = rule.points[POINTS * block + q];
                into[POINTS * (i - from) + q] = 1 / (t + passed[i] * (1 - t));
            }
        }
    }

    @Override
    public int inputs() {
        return parts.inputs;
    }

    @Override
    public double base() {
        return base;
    }

    @Override
    public ExplainerScratch newScratch() {
        return new ExplainerScratch(kernel.scratchLength(), largest, inverses.length == 0);
    }

    @Override
    public void explain(float[] row, ExplainerScratch scratch, double[] contributions) {
        kernel.setKeys(row, scratch.keys);
        Arrays.fill(contributions, 0);
        for (int tree = 0; tree < parts.roots.length; tree++) {
            int root = parts.roots[tree];
            int end = parts.endOf(tree);
            if (end - root == 1) {
                continue;
            }
            for (int block = 0; block * POINTS < rule.points.length; block++) {
                if (inverses.length == 0) {
                    setInverses(block, root, end, scratch.inverses);
                    int visited = down(root, block, scratch, scratch.inverses, 0);
                    up(root, block, visited, scratch, scratch.inverses, 0, contributions);
                } else {
                    int visited = down(root, block, scratch, inverses[block], POINTS * root);
                    up(root, block, visited, scratch, inverses[block], POINTS * root, contributions);
                }
            }
        }
        for (int i = 0; i < contributions.length; i++) {
            contributions[i] *= parts.scale;
        }
    }

    /// Gives each node the product of its path, and each leaf that times its value.
    ///
    /// @param inverse inverses of this block; the tree's begin at `inverseAt`
    /// @return how many nodes were visited
    private int down(int root, int block, ExplainerScratch scratch, double[] inverse, int inverseAt) {
        double[] points = rule.points;
        int at = POINTS * block;
        double t0 = points[at];
        double t1 = points[at + 1];
        double t2 = points[at + 2];
        double t3 = points[at + 3];
        double[] p = scratch.products;
        System.arraycopy(rule.weights, at, p, 0, POINTS);
        int[] order = scratch.order;
        boolean[] held = scratch.held;
        long[] dropped = scratch.dropped;
        order[0] = 0;
        held[0] = true;
        dropped[0] = 0;
        int count = 1;
        for (int k = 0; k < count; k++) {
            int i = order[k];
            int n = root + i;
            int from = POINTS * i;
            if ((asked[n] & ~dropped[i]) == 0) {
                double mean = means[n];
                p[from] *= mean;
                p[from + 1] *= mean;
                p[from + 2] *= mean;
                p[from + 3] *= mean;
                scratch.follows[i] = LEAF;
                continue;
            }
            int left = i + ForestKernel.distanceOf(nodes[n]);
            order[count++] = left;
            order[count++] = left + 1;
            int above = sameAbove[n];
            if (held[above]) {
                int follows = left + ForestKernel.isRight(nodes[n], scratch.keys);
                int leaves = 2 * left + 1 - follows;
                scratch.follows[i] = follows;
                held[follows] = true;
                held[leaves] = false;
                dropped[follows] = dropped[i];
                dropped[leaves] = dropped[i] | bits[inputs[n]];
                int inv = inverseAt + POINTS * above;
                double p0 = p[from] * inverse[inv];
                double p1 = p[from + 1] * inverse[inv + 1];
                double p2 = p[from + 2] * inverse[inv + 2];
                double p3 = p[from + 3] * inverse[inv + 3];
                double z = passed[root + follows];
                int to = POINTS * follows;
                p[to] = p0 * (t0 + z * (1 - t0));
                p[to + 1] = p1 * (t1 + z * (1 - t1));
                p[to + 2] = p2 * (t2 + z * (1 - t2));
                p[to + 3] = p3 * (t3 + z * (1 - t3));
                z = passed[root + leaves];
                to = POINTS * leaves;
                p[to] = p0 * (z * (1 - t0));
                p[to + 1] = p1 * (z * (1 - t1));
                p[to + 2] = p2 * (z * (1 - t2));
                p[to + 3] = p3 * (z * (1 - t3));
            } else {
                scratch.follows[i] = SPLIT_BY_SHARES;
                for (int child = left; child <= left + 1; child++) {
                    held[child] = false;
                    dropped[child] = dropped[i];
                    double share = shares[root + child];
                    int to = POINTS * child;
                    p[to] = p[from] * share;
                    p[to + 1] = p[from + 1] * share;
                    p[to + 2] = p[from + 2] * share;
                    p[to + 3] = p[from + 3] * share;
                }
            }
        }
        return count;
    }

    /// Sums from the leaves up. At an edge of input j the sum over its leaves counts with `(o - z) / f` of the edge in
    /// place of that of the edge above with the same input, which counted them before.
    private void up(
            int root,
            int block,
            int visited,
            ExplainerScratch scratch,
            double[] inverse,
            int inverseAt,
            double[] contributions) {
        double[] points = rule.points;
        int at = POINTS * block;
        double c0 = 1 / (1 - points[at]);
        double c1 = 1 / (1 - points[at + 1]);
        double c2 = 1 / (1 - points[at + 2]);
        double c3 = 1 / (1 - points[at + 3]);
        double[] p = scratch.products;
        for (int k = visited - 1; k >= 0; k--) {
            int i = scratch.order[k];
            int follows = scratch.follows[i];
            if (follows == LEAF) {
                continue;
            }
            int n = root + i;
            int left = i + ForestKernel.distanceOf(nodes[n]);
            int to = POINTS * i;
            int a = POINTS * left;
            double s0 = p[a] + p[a + POINTS];
            double s1 = p[a + 1] + p[a + POINTS + 1];
            double s2 = p[a + 2] + p[a + POINTS + 2];
            double s3 = p[a + 3] + p[a + POINTS + 3];
            p[to] = s0;
            p[to + 1] = s1;
            p[to + 2] = s2;
            p[to + 3] = s3;
            if (follows == SPLIT_BY_SHARES) {
                continue;
            }
            int above = sameAbove[n];
            int f = POINTS * follows;
            int l = POINTS * (2 * left + 1 - follows);
            int fi = inverseAt + f;
            int ai = inverseAt + POINTS * above;
            double following = p[f] * inverse[fi]
                    + p[f + 1] * inverse[fi + 1]
                    + p[f + 2] * inverse[fi + 2]
                    + p[f + 3] * inverse[fi + 3];
            double leaving = p[l] * c0 + p[l + 1] * c1 + p[l + 2] * c2 + p[l + 3] * c3;
            double before = s0 * inverse[ai] + s1 * inverse[ai + 1] + s2 * inverse[ai + 2] + s3 * inverse[ai + 3];
            contributions[inputs[n]] +=
                    (1 - passed[root + follows]) * following - leaving - (1 - passed[root + above]) * before;
        }
    }
}
