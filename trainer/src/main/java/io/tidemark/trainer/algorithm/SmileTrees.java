package io.tidemark.trainer.algorithm;

import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Split;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.ToDoubleFunction;
import smile.base.cart.LeafNode;
import smile.base.cart.Node;
import smile.base.cart.OrdinalNode;

/// Smile's trees in the project's own form. A row goes to the true child when its value is not above the node's.
final class SmileTrees {
    /// Smile shows a split's value only rounded, as text; the field itself is what its own prediction reads.
    private static final VarHandle VALUE = valueOfOrdinalNode();

    private SmileTrees() {}

    static DecisionTree convert(Node root, ToDoubleFunction<LeafNode> leafValue) {
        DecisionTree.Builder tree = new DecisionTree.Builder();
        Deque<Node> queue = new ArrayDeque<>(List.of(root));
        int next = 1;
        while (!queue.isEmpty()) {
            switch (queue.remove()) {
                case OrdinalNode split -> {
                    tree.add(new Split(split.feature(), (double) VALUE.get(split), Missing.RIGHT, next, next + 1));
                    queue.add(split.trueChild());
                    queue.add(split.falseChild());
                    next += 2;
                }
                case LeafNode leaf -> tree.add(new Leaf(leafValue.applyAsDouble(leaf)));
                case Node other ->
                    throw new IllegalStateException(
                            "Found a " + other.getClass().getName() + " in a Smile tree, expected"
                                    + " ordinal splits and leaves.");
            }
        }
        return tree.build();
    }

    private static VarHandle valueOfOrdinalNode() {
        try {
            return MethodHandles.privateLookupIn(OrdinalNode.class, MethodHandles.lookup())
                    .findVarHandle(OrdinalNode.class, "value", double.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This version of Smile keeps a split's value elsewhere.", e);
        }
    }
}
