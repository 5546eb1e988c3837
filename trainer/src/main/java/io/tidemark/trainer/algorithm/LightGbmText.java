package io.tidemark.trainer.algorithm;

import io.tidemark.model.kernel.ClassKernels;
import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Split;
import io.tidemark.model.kernel.ForestCompiler;
import io.tidemark.model.kernel.ForestKernel;
import io.tidemark.model.kernel.Kernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A LightGBM model in its text form (`tree` ... `end of trees`).
///
/// A tree's splits are numbered from 0 and its leaves apart; a negative child `c` is leaf `-c - 1`. `decision_type`:
/// bit 0 categorical, bit 1 missing goes left, bits 2 and 3 what is missing (0 none, 1 zero, 2 NaN).
public final class LightGbmText {
    private static final int CATEGORICAL = 1;
    private static final int DEFAULT_LEFT = 2;
    private static final int MISSING_NONE = 0;
    private static final int MISSING_ZERO = 1;
    private static final int MISSING_NAN = 2;

    private final List<DecisionTree> trees;
    private final boolean averaged;
    private final Map<String, String> header;

    private LightGbmText(Map<String, String> header, List<DecisionTree> trees, boolean averaged) {
        this.header = Map.copyOf(header);
        this.trees = trees;
        this.averaged = averaged;
    }

    /// Reads the text.
    ///
    /// @throws IllegalArgumentException when it holds what the kernel cannot do
    public static LightGbmText parse(String text) {
        List<DecisionTree> trees = new ArrayList<>();
        boolean averaged = false;
        Map<String, String> header = new HashMap<>();
        Map<String, String> section = new HashMap<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("Tree=") || line.equals("end of trees")) {
                if (section.containsKey("num_leaves")) {
                    trees.add(tree(section));
                } else {
                    header.putAll(section);
                }
                section.clear();
                if (line.equals("end of trees")) {
                    return new LightGbmText(header, trees, averaged);
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
    public Kernel compile(int inputs) {
        List<ForestKernel> kernels = classes().stream()
                .map(ofClass -> ForestCompiler.compile(inputs, ofClass, 0, scale()))
                .toList();
        return kernels.size() == 1 ? kernels.getFirst() : new ClassKernels(kernels);
    }

    /// What stands ahead of the trees, by key.
    public Map<String, String> header() {
        return header;
    }

    /// The trees, in the order of training.
    public List<DecisionTree> trees() {
        return List.copyOf(trees);
    }

    /// The trees of each class, in the order of training: LightGBM grows one for each class in turn. Without classes:
    /// all trees.
    public List<List<DecisionTree>> classes() {
        String text = header.getOrDefault("num_tree_per_iteration", "1").strip();
        int count = text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : 0;
        if (count == 0 || trees.size() % count != 0) {
            throw new IllegalArgumentException("Found " + trees.size() + " trees and '" + text
                    + "' trees per iteration, expected a whole number of iterations.");
        }
        return IntStream.range(0, count)
                .mapToObj(code -> IntStream.range(0, trees.size() / count)
                        .mapToObj(iteration -> trees.get(iteration * count + code))
                        .toList())
                .toList();
    }

    /// What the sum of the trees of a class is multiplied with: a random forest's margin is their mean.
    public double scale() {
        return averaged && !trees.isEmpty() ? 1.0 / classes().getFirst().size() : 1;
    }

    private static DecisionTree tree(Map<String, String> section) {
        if (!section.getOrDefault("is_linear", "0").equals("0")) {
            throw new IllegalArgumentException("Found a tree with linear models in its leaves, expected plain values.");
        }
        double[] leaves = numbers(section, "leaf_value");
        DecisionTree.Builder tree = new DecisionTree.Builder();
        if (leaves.length == 1) {
            return tree.add(new Leaf(leaves[0])).build();
        }
        int splits = leaves.length - 1;
        double[] features = numbers(section, "split_feature", splits);
        double[] thresholds = numbers(section, "threshold", splits);
        double[] decisions = numbers(section, "decision_type", splits);
        double[] left = numbers(section, "left_child", splits);
        double[] right = numbers(section, "right_child", splits);
        for (int i = 0; i < splits; i++) {
            tree.add(new Split(
                    (int) features[i],
                    thresholds[i],
                    missing((int) decisions[i]),
                    child((int) left[i], splits),
                    child((int) right[i], splits)));
        }
        boolean counted = section.containsKey("leaf_count");
        double[] rows = counted ? numbers(section, "leaf_count", leaves.length) : new double[0];
        for (int i = 0; i < leaves.length; i++) {
            tree.add(new Leaf(leaves[i], counted ? rows[i] : Double.NaN));
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
        if (kind == MISSING_ZERO) {
            return (decision & DEFAULT_LEFT) != 0 ? Missing.ZERO_LEFT : Missing.ZERO_RIGHT;
        }
        throw new IllegalArgumentException("Found the decision type " + decision + ", expected 0 to 11.");
    }

    private static double[] numbers(Map<String, String> section, String key, int count) {
        double[] numbers = numbers(section, key);
        if (numbers.length != count) {
            throw new IllegalArgumentException(
                    "Found " + numbers.length + " numbers of " + key + ", expected " + count + ".");
        }
        return numbers;
    }

    private static double[] numbers(Map<String, String> section, String key) {
        String text = section.getOrDefault(key, "");
        if (text.isBlank()) {
            throw new IllegalArgumentException("Found a tree without " + key + ": the text is damaged.");
        }
        String[] parts = text.strip().split(" ", -1);
        double[] numbers = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                numbers[i] = Double.parseDouble(parts[i]);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("Found '" + parts[i] + "' in " + key + ", expected a number.", e);
            }
        }
        return numbers;
    }
}
