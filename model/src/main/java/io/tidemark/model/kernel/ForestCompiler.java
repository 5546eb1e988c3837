package io.tidemark.model.kernel;

import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Split;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/// Packs trees into a [ForestKernel].
public final class ForestCompiler {
    private final int inputs;
    private final Map<SlotKey, Integer> slots = new LinkedHashMap<>();
    private final List<Long> nodes = new ArrayList<>();
    private final List<Double> leaves = new ArrayList<>();
    private final List<Float> covers = new ArrayList<>();

    private ForestCompiler(int inputs) {
        this.inputs = inputs;
        slotOf(0, Missing.RIGHT);
    }

    /// Compiles an ensemble whose margin is `base + scale * sum of the trees`.
    ///
    /// @param inputs inputs of a row, 1 or more
    /// @throws IllegalArgumentException when a tree reads an input that a row does not have, or the ensemble is too
    /// large
    public static ForestKernel compile(int inputs, List<DecisionTree> trees, double base, double scale) {
        return new ForestCompiler(inputs).pack(trees, base, scale);
    }

    private ForestKernel pack(List<DecisionTree> trees, double base, double scale) {
        List<DecisionTree> byDepth = new ArrayList<>(trees);
        byDepth.sort(Comparator.comparingInt(ForestCompiler::depth));
        int padded = (byDepth.size() + ForestKernel.GROUP - 1) / ForestKernel.GROUP * ForestKernel.GROUP;
        int padding = padded - byDepth.size();
        int[] roots = new int[padded];
        for (int i = 0; i < padded; i++) {
            roots[i] = nodes.size();
            if (i >= padding) {
                append(byDepth.get(i - padding));
            } else {
                addLeaf(new Leaf(0, 0));
            }
        }
        return new ForestKernel(new ForestKernel.Parts(
                inputs,
                byDepth.size(),
                nodes.stream().mapToLong(Long::longValue).toArray(),
                leaves.stream().mapToDouble(Double::doubleValue).toArray(),
                roots,
                slots.keySet().stream().mapToInt(SlotKey::input).toArray(),
                slots.keySet().stream().map(SlotKey::missing).toArray(Missing[]::new),
                covers(trees),
                base,
                scale));
    }

    /// Appends a tree breadth first, so that a split's children stand side by side behind it.
    private void append(DecisionTree tree) {
        Queue<Integer> queue = new ArrayDeque<>(List.of(0));
        int next = nodes.size() + 1;
        while (!queue.isEmpty()) {
            switch (tree.nodes().get(queue.remove())) {
                case Leaf leaf -> addLeaf(leaf);
                case Split split -> {
                    int distance = next - nodes.size();
                    if (distance > ForestKernel.MAX_DISTANCE) {
                        throw new IllegalArgumentException(
                                "Found a tree of " + tree.nodes().size() + " nodes, expected at most about "
                                        + ForestKernel.MAX_DISTANCE + ".");
                    }
                    nodes.add(ForestKernel.pack(
                            FloatKey.thresholdKey(split.threshold()),
                            slotOf(split.input(), split.missing()),
                            distance));
                    leaves.add(0.0);
                    queue.add(split.left());
                    queue.add(split.right());
                    next += 2;
                }
            }
        }
    }

    private void addLeaf(Leaf leaf) {
        nodes.add(ForestKernel.pack(FloatKey.NEVER_EXCEEDED, 0, 0));
        leaves.add(leaf.value());
        covers.add((float) leaf.cover());
    }

    /// Covers of all leaves, or none when one is not known; a tree that is a leaf needs none.
    private float[] covers(List<DecisionTree> trees) {
        boolean known = trees.stream()
                .filter(tree -> tree.nodes().size() > 1)
                .flatMap(tree -> tree.nodes().stream())
                .noneMatch(node -> node instanceof Leaf leaf && Double.isNaN(leaf.cover()));
        float[] all = new float[known ? covers.size() : 0];
        for (int i = 0; i < all.length; i++) {
            all[i] = Float.isNaN(covers.get(i)) ? 0 : covers.get(i);
        }
        return all;
    }

    private int slotOf(int input, Missing missing) {
        if (input < 0 || input >= inputs) {
            throw new IllegalArgumentException(
                    "Found a split on input " + input + ", expected 0 to " + (inputs - 1) + ".");
        }
        int slot = slots.computeIfAbsent(new SlotKey(input, missing), ignored -> slots.size());
        if (slot >= ForestKernel.MAX_SLOTS) {
            throw new IllegalArgumentException(
                    "Found a model that reads more than " + ForestKernel.MAX_SLOTS + " inputs, expected fewer.");
        }
        return slot;
    }

    private static int depth(DecisionTree tree) {
        int[] depth = new int[tree.nodes().size()];
        Queue<Integer> queue = new ArrayDeque<>(Collections.singleton(0));
        int deepest = 0;
        while (!queue.isEmpty()) {
            int index = queue.remove();
            if (tree.nodes().get(index) instanceof Split split) {
                depth[split.left()] = depth[index] + 1;
                depth[split.right()] = depth[index] + 1;
                deepest = Math.max(deepest, depth[index] + 1);
                queue.add(split.left());
                queue.add(split.right());
            }
        }
        return deepest;
    }

    private record SlotKey(int input, Missing missing) {}
}
