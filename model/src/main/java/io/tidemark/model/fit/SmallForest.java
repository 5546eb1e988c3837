package io.tidemark.model.fit;

import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Node;
import io.tidemark.model.kernel.DecisionTree.Split;
import io.tidemark.model.kernel.ForestCompiler;
import io.tidemark.model.kernel.ForestKernel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Extremely randomised trees for regression (Geurts et al. 2006), bounded in every direction: what imputation needs.
///
/// A tree sees all rows; at each node a random threshold per candidate column, the one that leaves the least variance
/// wins. Columns are compared as 32-bit floats, as the kernel does.
final class SmallForest {
    private static final int TREES = 16;
    private static final int MAX_LEAVES = 256;
    private static final int MAX_DEPTH = 24;
    private static final int MIN_LEAF = 3;
    private static final int MAX_CANDIDATES = 16;

    private final float[][] columns;
    private final double[] target;
    private final int[] candidates;
    private final SplittableRandom random;

    private SmallForest(float[][] columns, int targetColumn, double[] target, long seed) {
        this.columns = columns;
        this.target = target;
        this.candidates = IntStream.range(0, columns.length)
                .filter(column -> column != targetColumn)
                .toArray();
        this.random = new SplittableRandom(seed);
    }

    /// A forest that predicts one column from all others.
    ///
    /// @param columns `[columns][rows]`, nothing missing; the target's own column is not looked at
    /// @param target `[rows]`, at least one
    static ForestKernel fit(float[][] columns, int targetColumn, double[] target, long seed) {
        SmallForest forest = new SmallForest(columns, targetColumn, target, seed);
        List<DecisionTree> trees = new ArrayList<>();
        for (int i = 0; i < TREES; i++) {
            trees.add(forest.grow());
        }
        return ForestCompiler.compile(columns.length, trees, 0, 1.0 / TREES);
    }

    /// Breadth first, so that a tree that may not grow further has grown evenly.
    private DecisionTree grow() {
        int[] rows = IntStream.range(0, target.length).toArray();
        List<Node> nodes = new ArrayList<>();
        nodes.add(leaf(rows, 0, rows.length));
        Queue<Open> open = new ArrayDeque<>(List.of(new Open(0, 0, rows.length, 0)));
        int leaves = 1;
        while (!open.isEmpty() && leaves < MAX_LEAVES) {
            Open node = open.remove();
            Cut cut = best(rows, node);
            if (cut == null) {
                continue;
            }
            int middle = partition(rows, node, cut);
            int left = nodes.size();
            nodes.set(node.index(), new Split(cut.column(), cut.threshold(), Missing.RIGHT, left, left + 1));
            nodes.add(leaf(rows, node.from(), middle));
            nodes.add(leaf(rows, middle, node.to()));
            open.add(new Open(left, node.from(), middle, node.depth() + 1));
            open.add(new Open(left + 1, middle, node.to(), node.depth() + 1));
            leaves++;
        }
        DecisionTree.Builder tree = new DecisionTree.Builder();
        nodes.forEach(tree::add);
        return tree.build();
    }

    private Leaf leaf(int[] rows, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += target[rows[i]] / (to - from);
        }
        return new Leaf(sum);
    }

    /// The best of some random cuts; null when none leaves enough rows on both sides.
    private @Nullable Cut best(int[] rows, Open node) {
        if (node.to() - node.from() < 2 * MIN_LEAF || node.depth() >= MAX_DEPTH) {
            return null;
        }
        Cut best = null;
        int tries = Math.min(MAX_CANDIDATES, candidates.length);
        for (int i = 0; i < tries; i++) {
            swap(candidates, i, i + random.nextInt(candidates.length - i));
            Cut cut = cut(rows, node, candidates[i]);
            if (cut != null && (best == null || cut.gain() > best.gain())) {
                best = cut;
            }
        }
        return best;
    }

    private @Nullable Cut cut(int[] rows, Open node, int column) {
        float[] values = columns[column];
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = node.from(); i < node.to(); i++) {
            low = Math.min(low, values[rows[i]]);
            high = Math.max(high, values[rows[i]]);
        }
        double draw = random.nextDouble();
        if (!(low < high)) {
            return null;
        }
        double threshold = low + draw * ((double) high - low);
        int count = 0;
        double left = 0;
        double right = 0;
        for (int i = node.from(); i < node.to(); i++) {
            if (values[rows[i]] <= threshold) {
                left += target[rows[i]];
                count++;
            } else {
                right += target[rows[i]];
            }
        }
        int others = node.to() - node.from() - count;
        return count < MIN_LEAF || others < MIN_LEAF
                ? null
                : new Cut(column, threshold, left * (left / count) + right * (right / others));
    }

    /// Rows of the left side first, each side in its former order; returns where the right side begins.
    private int partition(int[] rows, Open node, Cut cut) {
        float[] values = columns[cut.column()];
        int[] right = new int[node.to() - node.from()];
        int kept = node.from();
        int moved = 0;
        for (int i = node.from(); i < node.to(); i++) {
            if (values[rows[i]] <= cut.threshold()) {
                rows[kept++] = rows[i];
            } else {
                right[moved++] = rows[i];
            }
        }
        System.arraycopy(right, 0, rows, kept, moved);
        return kept;
    }

    private static void swap(int[] values, int a, int b) {
        int swapped = values[a];
        values[a] = values[b];
        values[b] = swapped;
    }

    /// A node that may still be split: its rows are `rows[from, to)`.
    private record Open(int index, int from, int to, int depth) {}

    /// A split and what it is worth: the sum of squares that it explains.
    private record Cut(int column, double threshold, double gain) {}
}
