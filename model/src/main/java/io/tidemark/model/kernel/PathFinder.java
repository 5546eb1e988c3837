package io.tidemark.model.kernel;

import java.util.ArrayList;
import java.util.List;

/// Takes a forest apart into its paths, and puts those that ask equally many inputs into blocks.
final class PathFinder {
    private final ForestKernel.Parts parts;
    private final SlotCuts cuts;
    private final NodeShares shares;

    /// `[inputs]` of the way to the node that is looked at: share of training rows that the splits on an input let
    /// pass, and how many splits there are.
    private final double[] passed;

    private final int[] asked;

    /// `[slots]` of the same way: bins that pass, and how many splits there are.
    private final int[] lowest;

    private final int[] highest;
    private final int[] askedSlots;

    /// `[inputs][]` slots of an input.
    private final List<List<Integer>> slotsOf = new ArrayList<>();

    /// Inputs of the way, each once, the last one asked anew at the end.
    private final List<Integer> way = new ArrayList<>();

    /// `[inputs of a path]` paths that are in no block yet.
    private final List<List<TreePath>> open = new ArrayList<>();

    private final List<PathBlock> blocks = new ArrayList<>();

    PathFinder(ForestKernel.Parts parts, SlotCuts cuts, NodeShares shares, int mostInputs) {
        this.parts = parts;
        this.cuts = cuts;
        this.shares = shares;
        passed = new double[parts.inputs];
        asked = new int[parts.inputs];
        lowest = new int[cuts.slots()];
        highest = new int[cuts.slots()];
        askedSlots = new int[cuts.slots()];
        for (int input = 0; input < parts.inputs; input++) {
            passed[input] = 1;
            slotsOf.add(new ArrayList<>());
        }
        for (int slot = 0; slot < cuts.slots(); slot++) {
            highest[slot] = cuts.of(slot).length;
            slotsOf.get(parts.slotInputs[slot]).add(slot);
        }
        for (int inputs = 0; inputs <= mostInputs; inputs++) {
            open.add(new ArrayList<>());
        }
    }

    /// The blocks of all trees, once.
    List<PathBlock> blocks() {
        for (int root : parts.roots) {
            if (!isLeaf(root)) {
                walk(root);
            }
        }
        open.stream().filter(paths -> !paths.isEmpty()).map(PathBlock::new).forEach(blocks::add);
        return blocks;
    }

    private boolean isLeaf(int node) {
        return ForestKernel.distanceOf(parts.nodes[node]) == 0;
    }

    private void walk(int split) {
        long node = parts.nodes[split];
        int slot = ForestKernel.slotOf(node);
        int input = parts.slotInputs[slot];
        int left = split + ForestKernel.distanceOf(node);
        int cut = cuts.cutOf(node);
        boolean isNew = asked[input]++ == 0;
        askedSlots[slot]++;
        if (isNew) {
            way.add(input);
        }
        if (isLeaf(left) && isLeaf(left + 1)) {
            add(slot, shares.means[split], parts.leaves[left], parts.leaves[left + 1], cut);
        } else {
            double above = passed[input];
            int highestAbove = highest[slot];
            int lowestAbove = lowest[slot];
            passed[input] = above * shares.lefts[split];
            highest[slot] = Math.min(highestAbove, cut);
            walkOrAdd(left, slot);
            highest[slot] = highestAbove;
            passed[input] = above * (1 - shares.lefts[split]);
            lowest[slot] = Math.max(lowestAbove, cut + 1);
            walkOrAdd(left + 1, slot);
            lowest[slot] = lowestAbove;
            passed[input] = above;
        }
        if (isNew) {
            way.removeLast();
        }
        askedSlots[slot]--;
        asked[input]--;
    }

    private void walkOrAdd(int node, int slotAbove) {
        if (isLeaf(node)) {
            double value = parts.leaves[node];
            add(slotAbove, value, value, value, 0);
        } else {
            walk(node);
        }
    }

    /// Adds the path that ends here.
    ///
    /// @param slot the one asked last
    /// @param mean of the leaves
    private void add(int slot, double mean, double left, double right, int lastLeft) {
        int last = parts.slotInputs[slot];
        List<TreePath.Factor> factors = new ArrayList<>();
        factors.add(factor(last, slot, passed[last] * mean));
        for (int input : way) {
            if (input != last) {
                factors.add(factor(input, firstAsked(input), passed[input]));
            }
        }
        List<TreePath> paths = open.get(factors.size());
        paths.add(new TreePath(List.copyOf(factors), left, right, lastLeft));
        if (paths.size() == PathBlock.MOST_PATHS) {
            blocks.add(new PathBlock(paths));
            paths.clear();
        }
    }

    private int firstAsked(int input) {
        return slotsOf.get(input).stream()
                .filter(slot -> askedSlots[slot] > 0)
                .findFirst()
                .orElseThrow();
    }

    private TreePath.Factor factor(int input, int first, double unknown) {
        List<TreePath.Condition> further = slotsOf.get(input).stream()
                .filter(slot -> slot != first && askedSlots[slot] > 0)
                .map(this::condition)
                .toList();
        return new TreePath.Factor(input, unknown, condition(first), further);
    }

    private TreePath.Condition condition(int slot) {
        return new TreePath.Condition(slot, lowest[slot], highest[slot]);
    }
}
