package io.tidemark.trainer.algorithm;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Grows one regression tree; two classes are the target 0 and 1, and the leaves their probabilities.
///
/// With a limit on leaves the most useful split comes first, else the order does not matter. Weights of 0 leave rows
/// out: a bootstrap sample is a matter of weights.
final class TreeGrower {
    private final RankedColumns columns;
    private final TreeOptions options;

    TreeGrower(RankedColumns columns, TreeOptions options) {
        this.columns = columns;
        this.options = options;
    }

    /// @param weights `[rows]`, 0 or more, one at least above 0
    GrownTree grow(double[] target, double[] weights, SplittableRandom random) {
        int[] numbers = IntStream.range(0, target.length)
                .filter(row -> weights[row] > 0)
                .toArray();
        double totalWeight = 0;
        double total = 0;
        for (int row : numbers) {
            totalWeight += weights[row];
            total += weights[row] * target[row];
        }
        double mean = total / totalWeight;
        double[] centred = new double[target.length];
        for (int row : numbers) {
            centred[row] = target[row] - mean;
        }
        Growing growing = new Growing(
                new SplitSearch(columns, options, centred, weights), new SplitSearch.Rows(numbers), centred, weights);
        return growing.run(mean, random);
    }

    /// A leaf that may still be split.
    private record Open(int leaf, int depth, SplitSearch.Node node, SplitSearch.Found split) {}

    private final class Growing {
        private final SplitSearch search;
        private final SplitSearch.Rows rows;
        private final double[] target;
        private final double[] weights;
        private final GrownTree tree = new GrownTree();
        private final Queue<Open> open = options.hasLeafLimit()
                ? new PriorityQueue<>(
                        Comparator.<Open>comparingDouble(o -> -o.split().gain()).thenComparingInt(Open::leaf))
                : new ArrayDeque<>();

        Growing(SplitSearch search, SplitSearch.Rows rows, double[] target, double[] weights) {
            this.search = search;
            this.rows = rows;
            this.target = target;
            this.weights = weights;
        }

        GrownTree run(double mean, SplittableRandom random) {
            add(0, rows.numbers.length, 0, mean, random);
            while (!open.isEmpty() && tree.leaves() < options.maxLeaves()) {
                Open next = open.remove();
                int middle = partition(next.node(), next.split());
                int depth = next.depth() + 1;
                // Children stand side by side: both are added before either is split.
                add(next.node().from(), middle, depth, mean, random);
                add(middle, next.node().to(), depth, mean, random);
                tree.split(next.leaf(), next.split().input(), next.split().threshold());
            }
            return tree;
        }

        private void add(int from, int to, int depth, double mean, SplittableRandom random) {
            double weight = 0;
            double sum = 0;
            double squares = 0;
            for (int i = from; i < to; i++) {
                int row = rows.numbers[i];
                weight += weights[row];
                sum += weights[row] * target[row];
                squares += weights[row] * target[row] * target[row];
            }
            int leaf = tree.addLeaf(mean + sum / weight, weight);
            boolean isPure = squares - sum * sum / weight <= 1e-12 * squares;
            if (!isPure && depth < options.maxDepth() && to - from >= 2L * options.minLeafRows()) {
                SplitSearch.Node node = new SplitSearch.Node(rows, from, to, weight, sum);
                SplitSearch.Found split = search.best(node, random);
                if (split.gain() > 0) {
                    open.add(new Open(leaf, depth, node, split));
                }
            }
        }

        /// Rows that go left first; the number of the first that goes right.
        private int partition(SplitSearch.Node node, SplitSearch.Found split) {
            float[] values = columns.values(split.input());
            int[] numbers = rows.numbers;
            int left = node.from();
            int right = node.to() - 1;
            while (left <= right) {
                if (values[numbers[left]] <= split.threshold()) {
                    left++;
                } else {
                    int swap = numbers[left];
                    numbers[left] = numbers[right];
                    numbers[right--] = swap;
                }
            }
            return left;
        }
    }
}
