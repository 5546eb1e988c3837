package io.tidemark.model.kernel;

import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Split;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
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
    ///     large
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

    /// Appends a tree so that a split's children stand side by side behind it, and what lies below the larger one
    /// follows at once: the way that most rows go crosses few cache lines.
    private void append(DecisionTree tree) {
        int[] sizes = sizes(tree);
        int[] places = new int[sizes.length];
        int root = nodes.size();
        int next = root + 1;
        Deque<Integer> open = new ArrayDeque<>(List.of(0));
        places[0] = root;
        for (int i = 0; i < sizes.length; i++) {
            addLeaf(new Leaf(0, 0));
        }
        while (!open.isEmpty()) {
            int index = open.pop();
            int place = places[index];
            if (tree.nodes().get(index) instanceof Split split) {
                int distance = next - place;
                if (distance > ForestKernel.MAX_DISTANCE) {
                    throw new IllegalArgumentException("Found a tree of " + sizes.length
                            + " nodes, expected at most about " + ForestKernel.MAX_DISTANCE + ".");
                }
                places[split.left()] = next;
                places[split.right()] = next + 1;
                next += 2;
                nodes.set(
                        place,
                        ForestKernel.pack(
                                FloatKey.thresholdKey(split.threshold()),
                                slotOf(split.input(), split.missing()),
                                distance));
                boolean leftIsLarger = sizes[split.left()] >= sizes[split.right()];
                open.push(leftIsLarger ? split.right() : split.left());
                open.push(leftIsLarger ? split.left() : split.right());
            } else if (tree.nodes().get(index) instanceof Leaf leaf) {
                leaves.set(place, leaf.value());
                covers.set(place, (float) leaf.cover());
            }
        }
    }

    /// `[nodes]` nodes of the tree below each, itself included.
    private static int[] sizes(DecisionTree tree) {
        int[] order = new int[tree.nodes().size()];
        int count = 1;
        for (int i = 0; i < count; i++) {
            if (tree.nodes().get(order[i]) instanceof Split split) {
                order[count++] = split.left();
                order[count++] = split.right();
            }
        }
        int[] sizes = new int[order.length];
        for (int i = count - 1; i >= 0; i--) {
            sizes[order[i]] = tree.nodes().get(order[i]) instanceof Split split
                    ? 1 + sizes[split.left()] + sizes[split.right()]
                    : 1;
        }
        return sizes;
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
        int count = 0;
        for (int i = 0; i < all.length; i++) {
            if (ForestKernel.distanceOf(nodes.get(i)) == 0) {
                all[count++] = Float.isNaN(covers.get(i)) ? 0 : covers.get(i);
            }
        }
        return Arrays.copyOf(all, count);
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
