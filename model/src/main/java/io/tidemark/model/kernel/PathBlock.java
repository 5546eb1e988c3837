package io.tidemark.model.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Paths that ask equally many inputs, side by side.
///
/// A path ends in a leaf, or in a split with two leaves. Its first input is the last one asked, whose factor carries
/// the leaves' values: with the input not known it is their mean times the share of rows that come here, known it is
/// the value of the leaf that the row comes to, or 0. Any other input's factor is its share of rows, or 1 or 0. Where
/// t is the share of inputs that are known, a factor is `unknown + t * growth`, and an input's contribution is its
/// growth times the integral over t of the product of all other factors.
final class PathBlock {
    /// Paths of a block: enough for long loops, few enough that what they work with stays in the caches.
    static final int MOST_PATHS = 512;

    /// Sums of an input's contributions that take turns: neighbouring paths ask the same inputs, and one sum alone
    /// would wait for itself.
    static final int LANES = 4;

    /// `[inputs][paths]` factor of an input that is not known.
    private final double[][] unknowns;

    /// `[inputs][paths]` slot that asks an input, and the bins from lowest to highest that pass.
    private final char[][] slots;

    private final int[][] lowest;
    private final int[][] highest;

    /// `[inputs][paths]`
    private final char[][] modelInputs;

    /// `[paths]` value of the left leaf, which is for bins up to the last of the left ones, and of the right leaf.
    private final double[] lefts;

    private final double[] rights;
    private final int[] lastLefts;

    /// Further conditions: an input that is asked by several slots. Each: place among the inputs, path, slot, lowest
    /// and highest bin.
    private final int[][] further;

    private final int paths;

    /// @param found paths of equally many inputs, 1 or more
    PathBlock(List<TreePath> found) {
        paths = found.size();
        int inputs = found.getFirst().inputs();
        unknowns = new double[inputs][paths];
        slots = new char[inputs][paths];
        lowest = new int[inputs][paths];
        highest = new int[inputs][paths];
        modelInputs = new char[inputs][paths];
        lefts = new double[paths];
        rights = new double[paths];
        lastLefts = new int[paths];
        for (int i = 0; i < paths; i++) {
            TreePath path = found.get(i);
            lefts[i] = path.left();
            rights[i] = path.right();
            lastLefts[i] = path.lastLeft();
            for (int k = 0; k < inputs; k++) {
                TreePath.Factor factor = path.factors().get(k);
                unknowns[k][i] = factor.unknown();
                modelInputs[k][i] = (char) factor.input();
                slots[k][i] = (char) factor.first().slot();
                lowest[k][i] = factor.first().lowest();
                highest[k][i] = factor.first().highest();
            }
        }
        further = further(found);
    }

    private static int[][] further(List<TreePath> found) {
        List<int[]> all = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            for (int k = 0; k < found.get(i).inputs(); k++) {
                for (TreePath.Condition condition :
                        found.get(i).factors().get(k).further()) {
                    all.add(new int[] {k, i, condition.slot(), condition.lowest(), condition.highest()});
                }
            }
        }
        return all.toArray(int[][]::new);
    }

    int inputs() {
        return unknowns.length;
    }

    /// Adds the paths' contributions to the scratch's sums.
    ///
    /// @param rule exact for products of one factor less than there are inputs
    /// @param scratch with the row's bins
    void add(GaussLegendre rule, ExplainerScratch scratch) {
        setGrowths(scratch);
        for (int k = 0; k < unknowns.length; k++) {
            Arrays.fill(scratch.integrals[k], 0, paths, 0);
        }
        for (int point = 0; point < rule.points.length; point++) {
            integrate(rule.points[point], rule.weights[point], scratch);
        }
        for (int k = 0; k < unknowns.length; k++) {
            addTo(scratch.sums, modelInputs[k], scratch.growths[k], scratch.integrals[k]);
        }
    }

    private static void addTo(double[] sums, char[] inputs, double[] growths, double[] integrals) {
        for (int i = 0; i < inputs.length; i++) {
            sums[LANES * inputs[i] + (i & (LANES - 1))] += growths[i] * integrals[i];
        }
    }

    private void setGrowths(ExplainerScratch scratch) {
        int[] bins = scratch.bins;
        for (int i = 0; i < paths; i++) {
            int bin = bins[slots[0][i]];
            double value = bin <= lastLefts[i] ? lefts[i] : rights[i];
            scratch.growths[0][i] = passes(bin, lowest[0][i], highest[0][i]) * value - unknowns[0][i];
        }
        for (int k = 1; k < unknowns.length; k++) {
            growths(scratch.growths[k], bins, slots[k], lowest[k], highest[k], unknowns[k]);
        }
        for (int[] condition : further) {
            int bin = bins[condition[2]];
            if (bin < condition[3] || bin > condition[4]) {
                scratch.growths[condition[0]][condition[1]] = -unknowns[condition[0]][condition[1]];
            }
        }
    }

    private static void growths(
            double[] growths, int[] bins, char[] slots, int[] lowest, int[] highest, double[] unknowns) {
        for (int i = 0; i < unknowns.length; i++) {
            growths[i] = passes(bins[slots[i]], lowest[i], highest[i]) - unknowns[i];
        }
    }

    /// 1 from the lowest to the highest bin, else 0.
    private static int passes(int bin, int lowest, int highest) {
        return 1 + (((bin - lowest) | (highest - bin)) >> (Integer.SIZE - 1));
    }

    /// Products of the factors ahead of each, then from the last one back those behind.
    private void integrate(double t, double weight, ExplainerScratch scratch) {
        double[][] growths = scratch.growths;
        double[][] products = scratch.products;
        int last = unknowns.length - 1;
        Arrays.fill(products[0], 0, paths, weight);
        for (int k = 0; k < last; k++) {
            ahead(products[k + 1], products[k], unknowns[k], growths[k], t, paths);
        }
        double[] behind = scratch.behind;
        last(scratch.integrals[last], behind, products[last], unknowns[last], growths[last], t, paths);
        for (int k = last - 1; k >= 0; k--) {
            behind(scratch.integrals[k], behind, products[k], unknowns[k], growths[k], t, paths);
        }
    }

    private static void ahead(double[] next, double[] products, double[] unknowns, double[] growths, double t, int n) {
        for (int i = 0; i < n; i++) {
            next[i] = products[i] * (unknowns[i] + t * growths[i]);
        }
    }

    private static void last(
            double[] integrals,
            double[] behind,
            double[] products,
            double[] unknowns,
            double[] growths,
            double t,
            int n) {
        for (int i = 0; i < n; i++) {
            integrals[i] = integrals[i] + products[i];
            behind[i] = unknowns[i] + t * growths[i];
        }
    }

    private static void behind(
            double[] integrals,
            double[] behind,
            double[] products,
            double[] unknowns,
            double[] growths,
            double t,
            int n) {
        for (int i = 0; i < n; i++) {
            double product = behind[i];
            integrals[i] = integrals[i] + products[i] * product;
            behind[i] = product * (unknowns[i] + t * growths[i]);
        }
    }
}
