package io.tidemark.model.kernel;

/// What has to hold of a forest's arrays before anything walks them.
final class ForestChecks {
    private ForestChecks() {}

    /// Checks them.
    ///
    /// @throws IllegalArgumentException when an index is out of range, a child does not follow its parent, a tree is
    /// too deep or reaches into another, or a number is not finite
    static void check(ForestKernel.Parts parts) {
        require(parts.inputs > 0, "inputs", parts.inputs, "1 or more");
        require(
                parts.slotInputs.length > 0 && parts.slotInputs.length <= ForestKernel.MAX_SLOTS,
                "slots",
                parts.slotInputs.length,
                "1 to " + ForestKernel.MAX_SLOTS);
        require(parts.slotMissing.length == parts.slotInputs.length, "slots", parts.slotMissing.length, "as many");
        for (int input : parts.slotInputs) {
            require(input >= 0 && input < parts.inputs, "input", input, "0 to " + (parts.inputs - 1));
        }
        require(parts.leaves.length == parts.nodes.length, "leaves", parts.leaves.length, "one per node");
        require(Double.isFinite(parts.base), "base", parts.base, "a finite number");
        require(Double.isFinite(parts.scale), "scale", parts.scale, "a finite number");
        require(parts.roots.length % ForestKernel.GROUP == 0, "roots", parts.roots.length, "whole groups");
        require(parts.trees >= 0 && parts.trees <= parts.roots.length, "trees", parts.trees, "at most one per root");
        checkDepths(parts);
        checkTrees(parts);
    }

    /// Walks and explanations go over whole trees: each lies by itself, and each of its nodes but the root has one
    /// parent.
    private static void checkTrees(ForestKernel.Parts parts) {
        int first = parts.roots.length > 0 ? parts.roots[0] : 0;
        require(first == 0, "first root", first, "0");
        require(parts.roots.length > 0 || parts.nodes.length == 0, "nodes without a tree", parts.nodes.length, "none");
        int leaves = 0;
        for (int i = 0; i < parts.roots.length; i++) {
            int root = parts.roots[i];
            int end = parts.endOf(i);
            require(root < end && end <= parts.nodes.length, "root", end, "roots that ascend");
            boolean[] hasParent = new boolean[end - root];
            hasParent[0] = true;
            for (int node = root; node < end; node++) {
                require(hasParent[node - root], "node without parent", node, "a parent for each");
                int distance = ForestKernel.distanceOf(parts.nodes[node]);
                if (distance == 0) {
                    leaves++;
                    continue;
                }
                int left = node + distance - root;
                require(left + 1 < hasParent.length, "child", node + distance, "one of the same tree");
                require(!hasParent[left] && !hasParent[left + 1], "second parent of node", left, "one parent");
                hasParent[left] = true;
                hasParent[left + 1] = true;
            }
        }
        boolean covered = parts.covers.length == 0 || parts.covers.length == leaves;
        require(covered, "covers", parts.covers.length, "none, or one per leaf");
        for (float cover : parts.covers) {
            require(cover >= 0 && cover <= DecisionTree.MAX_COVER, "cover", cover, "0 to " + DecisionTree.MAX_COVER);
        }
    }

    /// Steps from each node to its deepest leaf: children follow their parents, so one pass from the back suffices.
    private static void checkDepths(ForestKernel.Parts parts) {
        int[] depths = new int[parts.nodes.length];
        for (int i = parts.nodes.length - 1; i >= 0; i--) {
            long node = parts.nodes[i];
            int slot = ForestKernel.slotOf(node);
            require(slot < parts.slotInputs.length, "slot", slot, "0 to " + (parts.slotInputs.length - 1));
            require(Double.isFinite(parts.leaves[i]), "leaf value", parts.leaves[i], "a finite number");
            int distance = ForestKernel.distanceOf(node);
            if (distance == 0) {
                require(
                        ForestKernel.keyOf(node) == FloatKey.NEVER_EXCEEDED,
                        "leaf key",
                        ForestKernel.keyOf(node),
                        "one that no row exceeds");
                continue;
            }
            require(i + distance + 1 < parts.nodes.length, "child", i + distance, "a node");
            depths[i] = 1 + Math.max(depths[i + distance], depths[i + distance + 1]);
            require(depths[i] <= ForestKernel.MAX_DEPTH, "depth", depths[i], "at most " + ForestKernel.MAX_DEPTH);
        }
    }

    private static void require(boolean holds, String what, Number found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "The tree ensemble is damaged: found " + what + " " + found + ", expected " + expected + ".");
        }
    }
}
