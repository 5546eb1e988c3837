package io.tidemark.trainer.algorithm;

import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Split;
import java.util.Arrays;

/// A tree as [TreeGrower] grows it: nodes by index, the root at 0; a row goes left when its input is not above the
/// threshold, and right when it has none.
final class GrownTree {
    private static final int LEAF = -1;

    private int[] inputs = new int[64];
    private float[] thresholds = new float[64];
    private int[] lefts = new int[64];
    private double[] values = new double[64];
    private double[] weights = new double[64];
    private int size;

    /// Appends a leaf and gives its index.
    ///
    /// @param weight weight of the training rows in it
    int addLeaf(double value, double weight) {
        if (size == inputs.length) {
            inputs = Arrays.copyOf(inputs, 2 * size);
            thresholds = Arrays.copyOf(thresholds, 2 * size);
            lefts = Arrays.copyOf(lefts, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            weights = Arrays.copyOf(weights, 2 * size);
        }
        inputs[size] = LEAF;
        values[size] = value;
        weights[size] = weight;
        return size++;
    }

    /// Makes a split of a leaf; the children are the two leaves added last.
    void split(int leaf, int input, float threshold) {
        inputs[leaf] = input;
        thresholds[leaf] = threshold;
        lefts[leaf] = size - 2;
    }

    /// The value of the leaf that a row ends in.
    ///
    /// @param rows `[rows * width]`, row by row
    double value(float[] rows, int row, int width) {
        int node = 0;
        while (inputs[node] != LEAF) {
            node = lefts[node] + (rows[row * width + inputs[node]] <= thresholds[node] ? 0 : 1);
        }
        return values[node];
    }

    int leaves() {
        return (size + 1) / 2;
    }

    DecisionTree toDecisionTree() {
        DecisionTree.Builder tree = new DecisionTree.Builder();
        for (int node = 0; node < size; node++) {
            tree.add(
                    inputs[node] == LEAF
                            ? new Leaf(values[node], weights[node])
                            : new Split(inputs[node], thresholds[node], Missing.RIGHT, lefts[node], lefts[node] + 1));
        }
        return tree.build();
    }
}
