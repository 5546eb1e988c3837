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
/// the same input. A visit of a node brings the product of the path down and the sums over the leaves below up (as
/// Linear TreeSHAP does, Yu et al. 2022), four points at a time.
///
/// Where the row has left the path for an input (o = 0), lower edges of that input only part what is there by their
/// shares, and contribute nothing; where it has left it for all inputs that a subtree asks, the subtree is its mean.
final class ForestExplainer implements Explainer {
    /// In place of a share: the row has left the path for this input.
    static final double LEFT = -1;

    /// Points at a time.
    private static final int POINTS = 4;

    /// Longs of a cell: packed node, share of the rows that go left, mean of the leaves below by training rows (both as
    /// bits of a double), bits of the inputs that are asked below. A cell's children share a cache line.
    private static final int CELL = 4;

    private final ForestKernel kernel;
    private final ForestKernel.Parts parts;
    private final double base;

    /// `[CELL * nodes]`
    private final long[] cells;

    /// `[inputs]` bit of an input; no bits when there are too many inputs: nothing is pruned then.
    private final long[] bits;

    private final Pass[] passes;

    /// @param kernel with covers
    ForestExplainer(ForestKernel kernel, NodeShares shares) {
        this.kernel = kernel;
        this.parts = kernel.parts();
        this.cells = new long[CELL * parts.nodes.length];
        this.bits = new long[parts.inputs];
        boolean fits = parts.inputs <= Long.SIZE;
        Arrays.setAll(bits, input -> fits ? 1L << input : 0);
        setCells(shares, fits ? 0 : -1L);
        base = shares.base();
        GaussLegendre rule = new GaussLegendre(POINTS * ((shares.mostInputs() + 2 * POINTS - 1) / (2 * POINTS)));
        passes = new Pass[rule.points.length / POINTS];
        Arrays.setAll(passes, pass -> new Pass(rule, POINTS * pass));
    }

    /// From the leaves up; children follow their parents.
    private void setCells(NodeShares shares, long always) {
        for (int i = parts.nodes.length - 1; i >= 0; i--) {
            int at = CELL * i;
            cells[at] = parts.nodes[i];
            cells[at + 1] = Double.doubleToRawLongBits(shares.lefts[i]);
            cells[at + 2] = Double.doubleToRawLongBits(shares.means[i]);
            int distance = ForestKernel.distanceOf(parts.nodes[i]);
            if (distance != 0) {
                int left = i + distance;
                cells[at + 3] = asked(left) | asked(left + 1) | bits[inputOf(parts.nodes[i])] | always;
            }
        }
    }

    private long asked(int node) {
        return cells[CELL * node + 3];
    }

    private int inputOf(long node) {
        return parts.slotInputs[ForestKernel.slotOf(node)];
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
        return ExplainerScratch.ofForest(kernel.slots(), parts.inputs);
    }

    @Override
    public void explain(float[] row, ExplainerScratch scratch, double[] contributions) {
        kernel.setKeys(row, scratch.keys, 0);
        Arrays.fill(scratch.passed, 1);
        Arrays.fill(contributions, 0);
        for (Pass pass : passes) {
            for (int root : parts.roots) {
                pass.go(root, 0, pass.weight0, pass.weight1, pass.weight2, pass.weight3, scratch, contributions);
            }
        }
        for (int i = 0; i < contributions.length; i++) {
            contributions[i] *= parts.scale;
        }
    }

    /// Four points of the quadrature.
    private final class Pass {
        private final double weight0;
        private final double weight1;
        private final double weight2;
        private final double weight3;
        private final double t0;
        private final double t1;
        private final double t2;
        private final double t3;
        private final double u0;
        private final double u1;
        private final double u2;
        private final double u3;

        Pass(GaussLegendre rule, int first) {
            weight0 = rule.weights[first];
            weight1 = rule.weights[first + 1];
            weight2 = rule.weights[first + 2];
            weight3 = rule.weights[first + 3];
            t0 = rule.points[first];
            t1 = rule.points[first + 1];
            t2 = rule.points[first + 2];
            t3 = rule.points[first + 3];
            u0 = 1 - t0;
            u1 = 1 - t1;
            u2 = 1 - t2;
            u3 = 1 - t3;
        }

        /// Adds a subtree's contributions; leaves what it adds up to in the scratch.
        ///
        /// @param node its root
        /// @param left bits of the inputs for which the row has left the path
        /// @param p0 product of the path at the first point, times the point's weight; the others likewise
        private void go(
                int node,
                long left,
                double p0,
                double p1,
                double p2,
                double p3,
                ExplainerScratch scratch,
                double[] contributions) {
            int at = CELL * node;
            long asked = cells[at + 3] & ~left;
            if (asked == 0) {
                double mean = Double.longBitsToDouble(cells[at + 2]);
                scratch.sum0 = mean;
                scratch.sum1 = mean;
                scratch.sum2 = mean;
                scratch.sum3 = mean;
                return;
            }
            long packed = cells[at];
            if (asked == cells[at + 3] && (asked & (asked - 1)) == 0 && asked > 0) {
                single(node, p0, p1, p2, p3, scratch, contributions);
                return;
            }
            double shareLeft = Double.longBitsToDouble(cells[at + 1]);
            int leftChild = node + ForestKernel.distanceOf(packed);
            int input = inputOf(packed);
            double above = scratch.passed[input];
            if (above == LEFT) {
                part(leftChild, shareLeft, left, p0, p1, p2, p3, scratch, contributions);
                return;
            }
            int right = ForestKernel.isRight(packed, scratch.keys);
            int follows = leftChild + right;
            int leaves = leftChild + 1 - right;
            double share = right == 0 ? shareLeft : 1 - shareLeft;
            double following = above * share;
            double leaving = above * (1 - share);
            double q0 = p0;
            double q1 = p1;
            double q2 = p2;
            double q3 = p3;
            double i0 = 1;
            double i1 = 1;
            double i2 = 1;
            double i3 = 1;
            if (above < 1) {
                i0 = 1 / (t0 + above * u0);
                i1 = 1 / (t1 + above * u1);
                i2 = 1 / (t2 + above * u2);
                i3 = 1 / (t3 + above * u3);
                q0 *= i0;
                q1 *= i1;
                q2 *= i2;
                q3 *= i3;
            }
            scratch.passed[input] = following;
            double f0 = t0 + following * u0;
            double f1 = t1 + following * u1;
            double f2 = t2 + following * u2;
            double f3 = t3 + following * u3;
            go(follows, left, q0 * f0, q1 * f1, q2 * f2, q3 * f3, scratch, contributions);
            double s0 = scratch.sum0;
            double s1 = scratch.sum1;
            double s2 = scratch.sum2;
            double s3 = scratch.sum3;
            scratch.passed[input] = LEFT;
            double l0 = leaving * u0;
            double l1 = leaving * u1;
            double l2 = leaving * u2;
            double l3 = leaving * u3;
            go(leaves, left | bits[input], q0 * l0, q1 * l1, q2 * l2, q3 * l3, scratch, contributions);
            scratch.passed[input] = above;
            double r0 = scratch.sum0;
            double r1 = scratch.sum1;
            double r2 = scratch.sum2;
            double r3 = scratch.sum3;
            double n0 = (f0 * s0 + l0 * r0) * i0;
            double n1 = (f1 * s1 + l1 * r1) * i1;
            double n2 = (f2 * s2 + l2 * r2) * i2;
            double n3 = (f3 * s3 + l3 * r3) * i3;
            scratch.sum0 = n0;
            scratch.sum1 = n1;
            scratch.sum2 = n2;
            scratch.sum3 = n3;
            // In place of what the edge above with the same input counted for these leaves.
            contributions[input] += (1 - following) * (q0 * s0 + q1 * s1 + q2 * s2 + q3 * s3)
                    - leaving * (q0 * r0 + q1 * r1 + q2 * r2 + q3 * r3)
                    - (1 - above) * (q0 * n0 + q1 * n1 + q2 * n2 + q3 * n3);
        }

        /// A subtree that asks one input only, for which the row has not left the path: known, it leads to one leaf,
        /// not known, to the mean.
        private void single(
                int node,
                double p0,
                double p1,
                double p2,
                double p3,
                ExplainerScratch scratch,
                double[] contributions) {
            int input = inputOf(cells[CELL * node]);
            int leaf = node;
            while (cells[CELL * leaf + 3] != 0) {
                long packed = cells[CELL * leaf];
                leaf += ForestKernel.distanceOf(packed) + ForestKernel.isRight(packed, scratch.keys);
            }
            double known = Double.longBitsToDouble(cells[CELL * leaf + 2]);
            double above = scratch.passed[input];
            double unknown = above * Double.longBitsToDouble(cells[CELL * node + 2]);
            double n0 = t0 * known + u0 * unknown;
            double n1 = t1 * known + u1 * unknown;
            double n2 = t2 * known + u2 * unknown;
            double n3 = t3 * known + u3 * unknown;
            double change = known - unknown;
            double rest = 1 - above;
            if (above < 1) {
                double i0 = 1 / (t0 + above * u0);
                double i1 = 1 / (t1 + above * u1);
                double i2 = 1 / (t2 + above * u2);
                double i3 = 1 / (t3 + above * u3);
                n0 *= i0;
                n1 *= i1;
                n2 *= i2;
                n3 *= i3;
                contributions[input] += p0 * i0 * (change - rest * n0)
                        + p1 * i1 * (change - rest * n1)
                        + p2 * i2 * (change - rest * n2)
                        + p3 * i3 * (change - rest * n3);
            } else {
                contributions[input] += change * (p0 + p1 + p2 + p3);
            }
            scratch.sum0 = n0;
            scratch.sum1 = n1;
            scratch.sum2 = n2;
            scratch.sum3 = n3;
        }

        /// A split on an input for which the row has left the path.
        private void part(
                int leftChild,
                double share,
                long left,
                double p0,
                double p1,
                double p2,
                double p3,
                ExplainerScratch scratch,
                double[] contributions) {
            go(leftChild, left, p0 * share, p1 * share, p2 * share, p3 * share, scratch, contributions);
            double s0 = scratch.sum0;
            double s1 = scratch.sum1;
            double s2 = scratch.sum2;
            double s3 = scratch.sum3;
            double rest = 1 - share;
            go(leftChild + 1, left, p0 * rest, p1 * rest, p2 * rest, p3 * rest, scratch, contributions);
            scratch.sum0 = share * s0 + rest * scratch.sum0;
            scratch.sum1 = share * s1 + rest * scratch.sum1;
            scratch.sum2 = share * s2 + rest * scratch.sum2;
            scratch.sum3 = share * s3 + rest * scratch.sum3;
        }
    }
}
