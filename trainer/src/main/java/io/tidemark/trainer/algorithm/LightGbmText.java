package io.tidemark.trainer.algorithm;

import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Split;
import io.tidemark.model.kernel.ForestCompiler;
import io.tidemark.model.kernel.ForestKernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A LightGBM model in its text form (`tree` ... `end of trees`).
///
/// A tree's splits are numbered from 0 and its leaves apart; a negative child `c` is leaf `-c - 1`. `decision_type`:
/// bit 0 categorical, bit 1 missing goes left, bits 2 and 3 what is missing (0 none, 1 zero, 2 NaN).
public final class LightGbmText {
    private static final int CATEGORICAL = 1;
    private static final int DEFAULT_LEFT = 2;
    private static final int MISSING_NONE = 0;
    private static final int MISSING_NAN = 2;

    private final List<DecisionTree> trees;
    private final boolean averaged;

    private LightGbmText(List<DecisionTree> trees, boolean averaged) {
        this.trees = trees;
        this.averaged = averaged;
    }

    /// Reads the text.
    ///
    /// @throws IllegalArgumentException when it holds what the kernel cannot do
    public static LightGbmText parse(String text) {
        List<DecisionTree> trees = new ArrayList<>();
        boolean averaged = false;
        Map<String, String> section = new HashMap<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("Tree=") || line.equals("end of trees")) {
                if (section.containsKey("num_leaves")) {
                    trees.add(tree(section));
                }
                section.clear();
                if (line.equals("end of trees")) {
                    return new LightGbmText(trees, averaged);
                }
            }
            averaged |= line.equals("average_output");
            int equals = line.indexOf('=');
            if (equals > 0) {
                section.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        throw new IllegalArgumentException("Found a LightGBM text without 'end of trees': it is truncated.");
    }

    /// The kernel of the trees.
    public ForestKernel compile(int inputs) {
        return ForestCompiler.compile(inputs, trees, 0, scale());
    }

    /// The trees, in the order of training.
    public List<DecisionTree> trees() {
        return List.copyOf(trees);
    }

    /// What the sum of the trees is multiplied with: a random forest's margin is their mean.
    public double scale() {
        return averaged && !trees.isEmpty() ? 1.0 / trees.size() : 1;
    }

    private static DecisionTree tree(Map<String, String> section) {
        double[] leaves = numbers(section, "leaf_value");
        DecisionTree.Builder tree = new DecisionTree.Builder();
        if (leaves.length == 1) {
            return tree.add(new Leaf(leaves[0])).build();
        }
        double[] features = numbers(section, "split_feature");
        double[] thresholds = numbers(section, "threshold");
        double[] decisions = numbers(section, "decision_type");
        double[] left = numbers(section, "left_child");
        double[] right = numbers(section, "right_child");
        int splits = features.length;
        for (int i = 0; i < splits; i++) {
            tree.add(new Split(
                    (int) features[i],
                    thresholds[i],
                    missing((int) decisions[i]),
                    child((int) left[i], splits),
                    child((int) right[i], splits)));
        }
        double[] rows = numbers(section, "leaf_count");
        for (int i = 0; i < leaves.length; i++) {
            tree.add(new Leaf(leaves[i], rows[i]));
        }
        return tree.build();
    }

    /// Index in the builder, where the leaves follow the splits.
    private static int child(int child, int splits) {
        return child >= 0 ? child : splits - child - 1;
    }

    private static Missing missing(int decision) {
        if ((decision & CATEGORICAL) != 0) {
            throw new IllegalArgumentException("Found a categorical split, expected numerical ones only.");
        }
        int kind = decision >> 2;
        if (kind == MISSING_NONE) {
            return Missing.AS_ZERO;
        }
        if (kind == MISSING_NAN) {
            return (decision & DEFAULT_LEFT) != 0 ? Missing.LEFT : Missing.RIGHT;
        }
        throw new IllegalArgumentException("Found zero_as_missing, expected NaN or nothing to be missing.");
    }

    private static double[] numbers(Map<String, String> section, String key) {
        String text = section.getOrDefault(key, "");
        if (text.isBlank()) {
            throw new IllegalArgumentException("Found a tree without " + key + ": the text is damaged.");
        }
        String[] parts = text.strip().split(" ", -1);
        double[] numbers = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Double.parseDouble(parts[i]);
        }
        return numbers;
    }
}
