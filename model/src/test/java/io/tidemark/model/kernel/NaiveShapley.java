package io.tidemark.model.kernel;

import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Split;
import java.util.List;

/// Shapley values by their definition: over all sets of known inputs.
final class NaiveShapley {
    private NaiveShapley() {}

    static double[] values(List<DecisionTree> trees, float[] row, double scale) {
        int inputs = row.length;
        double[] expected = new double[1 << inputs];
        for (int known = 0; known < expected.length; known++) {
            for (DecisionTree tree : trees) {
                expected[known] += scale * expected(tree, 0, row, known);
            }
        }
        double[] values = new double[inputs];
        for (int known = 0; known < expected.length; known++) {
            double weight = weight(Integer.bitCount(known), inputs);
            for (int input = 0; input < inputs; input++) {
                if ((known & (1 << input)) == 0) {
                    values[input] += weight * (expected[known | (1 << input)] - expected[known]);
                }
            }
        }
        return values;
    }

    static double base(List<DecisionTree> trees) {
        return trees.stream()
                .mapToDouble(tree -> expected(tree, 0, new float[0], 0))
                .sum();
    }

    /// `known! (inputs - known - 1)! / inputs!`
    private static double weight(int known, int inputs) {
        double weight = 1.0 / inputs;
        for (int i = 1; i <= known; i++) {
            weight *= (double) i / (inputs - i);
        }
        return weight;
    }

    private static double expected(DecisionTree tree, int node, float[] row, int known) {
        return switch (tree.nodes().get(node)) {
            case Leaf leaf -> leaf.value();
            case Split split -> {
                if ((known & (1 << split.input())) != 0) {
                    boolean left = RandomTrees.goesLeft(split, row[split.input()]);
                    yield expected(tree, left ? split.left() : split.right(), row, known);
                }
                double left = cover(tree, split.left());
                double right = cover(tree, split.right());
                yield (left * expected(tree, split.left(), row, known)
                                + right * expected(tree, split.right(), row, known))
                        / (left + right);
            }
        };
    }

    private static double cover(DecisionTree tree, int node) {
        return switch (tree.nodes().get(node)) {
            case Leaf leaf -> Double.isNaN(leaf.cover()) ? 1 : leaf.cover();
            case Split split -> cover(tree, split.left()) + cover(tree, split.right());
        };
    }
}
