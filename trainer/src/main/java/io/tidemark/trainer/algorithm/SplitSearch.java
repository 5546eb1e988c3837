package io.tidemark.trainer.algorithm;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Finds the split of a node that takes away most of the target's variance; for a target of 0 and 1 that is the one
/// that takes away most of Gini's impurity.
///
/// One input's splits are found by counting values per rank where the node has many rows for the ranks there are, and
/// by sorting the rows' ranks where it has few: both look at the same splits. Scratch arrays make it for one thread.
final class SplitSearch {
    /// Sorting a row costs about as much as looking at so many empty ranks.
    private static final int RANKS_PER_SORTED_ROW = 8;

    /// Sorted keys are a rank above a row's place in its node, 16 bits each; with 65,535 ranks at most, no node with
    /// more rows than this is sorted.
    private static final int MAX_SORTED_ROWS = (1 << Character.SIZE) / RANKS_PER_SORTED_ROW;

    private static final int HALF_OF_RANKS = 1 << (Character.SIZE - 1);

    private final RankedColumns columns;
    private final TreeOptions options;
    private final double[] target;
    private final double[] weights;
    private final int[] order;
    private final double[] rankWeight;
    private final double[] rankSum;
    private final int[] rankRows;
    private final int[] keys;

    private int bestInput;
    private float bestThreshold;
    private double bestGain;

    /// @param target `[rows]` about 0, so that sums of squares keep their digits
    /// @param weights `[rows]`
    SplitSearch(RankedColumns columns, TreeOptions options, double[] target, double[] weights) {
        this.columns = columns;
        this.options = options;
        this.target = target;
        this.weights = weights;
        this.order = new int[columns.columns()];
        Arrays.setAll(order, i -> i);
        int ranks = 0;
        for (int c = 0; c < columns.columns(); c++) {
            ranks = Math.max(ranks, columns.rankCount(c));
        }
        this.rankWeight = new double[ranks];
        this.rankSum = new double[ranks];
        this.rankRows = new int[ranks];
        this.keys = new int[Math.min(target.length, MAX_SORTED_ROWS)];
    }

    /// A node's rows and their sums.
    ///
    /// @param rows rows by number; those from `from` to `to` (exclusive) are the node's
    record Node(Rows rows, int from, int to, double weight, double sum) {
        int count() {
            return to - from;
        }
    }

    /// Row numbers that nodes share.
    static final class Rows {
        final int[] numbers;

        Rows(int[] numbers) {
            this.numbers = numbers;
        }
    }

    /// A split.
    ///
    /// @param gain weighted squared error that it takes away, above 0
    record Found(int input, float threshold, double gain) {
        static final Found NONE = new Found(-1, 0, 0);
    }

    /// The best split of a node, [Found#NONE] when there is none.
    Found best(Node node, SplittableRandom random) {
        bestInput = -1;
        bestGain = 0;
        int looked = 0;
        for (int i = 0; i < order.length && looked < options.inputsPerSplit(); i++) {
            int j = i + random.nextInt(order.length - i);
            int input = order[j];
            order[j] = order[i];
            order[i] = input;
            if (columns.rankCount(input) > 1 && look(node, input, random)) {
                looked++;
            }
        }
        return bestInput < 0 ? Found.NONE : new Found(bestInput, bestThreshold, bestGain);
    }

    /// Looks at an input's splits; false when the input is constant here.
    private boolean look(Node node, int input, SplittableRandom random) {
        return switch (options.rule()) {
            case RANDOM -> lookAtOne(node, input, random);
            case BEST ->
                columns.rankCount(input) > RANKS_PER_SORTED_ROW * (long) node.count()
                        ? lookBySorting(node, input)
                        : lookByCounting(node, input);
        };
    }

    private boolean lookByCounting(Node node, int input) {
        char[] ranks = columns.ranks(input);
        int[] rows = node.rows().numbers;
        int lowest = Integer.MAX_VALUE;
        int highest = -1;
        for (int i = node.from(); i < node.to(); i++) {
            int row = rows[i];
            int rank = ranks[row];
            rankWeight[rank] += weights[row];
            rankSum[rank] += weights[row] * target[row];
            rankRows[rank]++;
            lowest = Math.min(lowest, rank);
            highest = Math.max(highest, rank);
        }
        double weight = 0;
        double sum = 0;
        int count = 0;
        int last = lowest;
        for (int rank = lowest; rank <= highest; rank++) {
            if (rankRows[rank] > 0) {
                if (count > 0) {
                    consider(node, input, last, rank, weight, sum, count);
                }
                weight += rankWeight[rank];
                sum += rankSum[rank];
                count += rankRows[rank];
                last = rank;
                rankWeight[rank] = 0;
                rankSum[rank] = 0;
                rankRows[rank] = 0;
            }
        }
        return lowest < highest;
    }

    private boolean lookBySorting(Node node, int input) {
        char[] ranks = columns.ranks(input);
        int[] rows = node.rows().numbers;
        int n = node.count();
        for (int i = 0; i < n; i++) {
            keys[i] = (ranks[rows[node.from() + i]] - HALF_OF_RANKS) * (1 << Character.SIZE) + i;
        }
        Arrays.sort(keys, 0, n);
        double weight = 0;
        double sum = 0;
        int before = keys[0] >> Character.SIZE;
        for (int i = 0; i < n; i++) {
            int rank = keys[i] >> Character.SIZE;
            if (rank != before) {
                consider(node, input, before + HALF_OF_RANKS, rank + HALF_OF_RANKS, weight, sum, i);
                before = rank;
            }
            int row = rows[node.from() + (keys[i] & Character.MAX_VALUE)];
            weight += weights[row];
            sum += weights[row] * target[row];
        }
        return keys[0] >> Character.SIZE != before;
    }

    private void consider(Node node, int input, int lower, int upper, double weight, double sum, int count) {
        if (count >= options.minLeafRows() && node.count() - count >= options.minLeafRows()) {
            double gain = gain(node, weight, sum);
            if (gain > bestGain) {
                bestGain = gain;
                bestInput = input;
                bestThreshold = columns.between(input, lower, upper);
            }
        }
    }

    private boolean lookAtOne(Node node, int input, SplittableRandom random) {
        char[] ranks = columns.ranks(input);
        int[] rows = node.rows().numbers;
        int lowest = Integer.MAX_VALUE;
        int highest = -1;
        for (int i = node.from(); i < node.to(); i++) {
            int rank = ranks[rows[i]];
            lowest = Math.min(lowest, rank);
            highest = Math.max(highest, rank);
        }
        if (lowest == highest) {
            return false;
        }
        float threshold = drawn(columns.lowest(input, lowest), columns.lowest(input, highest), random);
        float[] values = columns.values(input);
        double weight = 0;
        double sum = 0;
        int count = 0;
        for (int i = node.from(); i < node.to(); i++) {
            int row = rows[i];
            if (values[row] <= threshold) {
                weight += weights[row];
                sum += weights[row] * target[row];
                count++;
            }
        }
        if (count >= Math.max(1, options.minLeafRows()) && node.count() - count >= Math.max(1, options.minLeafRows())) {
            double gain = gain(node, weight, sum);
            if (gain > bestGain) {
                bestGain = gain;
                bestInput = input;
                bestThreshold = threshold;
            }
        }
        return true;
    }

    /// Between the two, never the upper one, so that neither side is empty.
    private static float drawn(float low, float high, SplittableRandom random) {
        float drawn = (float) (low + random.nextDouble() * ((double) high - low));
        return drawn >= low && drawn < high ? drawn : low;
    }

    private static double gain(Node node, double weight, double sum) {
        double rest = node.weight() - weight;
        double restSum = node.sum() - sum;
        return sum * sum / weight + restSum * restSum / rest - node.sum() * node.sum() / node.weight();
    }
}
