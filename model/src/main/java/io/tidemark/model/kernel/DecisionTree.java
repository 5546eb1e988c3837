package io.tidemark.model.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// One binary tree, as a library grew it: nodes by index, the root at 0.
///
/// A row goes left at a split when `input <= threshold`. A missing input goes the way that the split says.
public final class DecisionTree {
    /// Most training rows of a leaf.
    static final double MAX_COVER = 1e30;

    private final List<Node> nodes;

    private DecisionTree(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /// Nodes by index.
    public List<Node> nodes() {
        return nodes;
    }

    /// A split or a leaf.
    public sealed interface Node {}

    /// Sends a row left or right.
    ///
    /// @param input index of the input that decides
    /// @param threshold a row goes left when its input is not above it
    /// @param missing where a row without the input goes
    /// @param left index of the left child
    /// @param right index of the right child
    public record Split(int input, double threshold, Missing missing, int left, int right) implements Node {}

    /// Ends the walk.
    ///
    /// @param value what the tree adds to the sum, finite
    /// @param cover how many training rows ended here, by weight, 0 or more; NaN: not known
    public record Leaf(double value, double cover) implements Node {
        /// A leaf of which nobody knows how many rows ended in it.
        public Leaf(double value) {
            this(value, Double.NaN);
        }
    }

    /// Where a row without the deciding input goes.
    public enum Missing {
        LEFT(0),
        RIGHT(1),
        /// As a row whose input is 0.
        AS_ZERO(2),
        /// Left, and so does a row whose input is 0.
        ZERO_LEFT(3),
        /// Right, and so does a row whose input is 0.
        ZERO_RIGHT(4);

        private final int code;

        Missing(int code) {
            this.code = code;
        }

        /// Code in the binary form.
        byte code() {
            return (byte) code;
        }

        /// The rule of a code.
        ///
        /// @throws IllegalArgumentException when no rule has it
        static Missing ofCode(byte code) {
            return switch (code) {
                case 0 -> LEFT;
                case 1 -> RIGHT;
                case 2 -> AS_ZERO;
                case 3 -> ZERO_LEFT;
                case 4 -> ZERO_RIGHT;
                default ->
                    throw new IllegalArgumentException(
                            "The kernel is damaged: found the missing rule " + code + ", expected 0 to 4.");
            };
        }
    }

    /// Collects nodes; a child's index may be set before the child is added.
    public static final class Builder {
        private final List<Node> nodes = new ArrayList<>();

        /// Adds a node; its index is the number of nodes before it.
        public Builder add(Node node) {
            nodes.add(node);
            return this;
        }

        /// The tree.
        ///
        /// @throws IllegalArgumentException when it is empty, a child's index is out of range, a value is not finite,
        /// or the
        ///     nodes are no tree
        public DecisionTree build() {
            if (nodes.isEmpty()) {
                throw new IllegalArgumentException("Found a tree without nodes, expected at least a leaf.");
            }
            int[] parents = new int[nodes.size()];
            for (int i = 0; i < nodes.size(); i++) {
                switch (nodes.get(i)) {
                    case Split split -> {
                        countParent(parents, split.left(), i);
                        countParent(parents, split.right(), i);
                    }
                    case Leaf leaf -> {
                        if (!Double.isFinite(leaf.value())) {
                            throw new IllegalArgumentException(
                                    "Found the leaf value " + leaf.value() + ", expected a finite number.");
                        }
                        if (leaf.cover() < 0 || leaf.cover() > MAX_COVER) {
                            throw new IllegalArgumentException("Found a leaf of " + leaf.cover()
                                    + " training rows, expected 0 to " + MAX_COVER + ".");
                        }
                    }
                }
            }
            for (int i = 0; i < parents.length; i++) {
                if (parents[i] != (i == 0 ? 0 : 1)) {
                    throw new IllegalArgumentException(
                            "Found node " + i + " with " + parents[i] + " parents, expected " + (i == 0 ? 0 : 1) + ".");
                }
            }
            if (reachable() != nodes.size()) {
                throw new IllegalArgumentException(
                        "Found " + reachable() + " nodes below the root, expected " + nodes.size() + ".");
            }
            return new DecisionTree(nodes);
        }

        /// Nodes that a walk from the root can come to; a circle beside the tree has parents, but no way in.
        private int reachable() {
            Deque<Integer> open = new ArrayDeque<>(List.of(0));
            int count = 0;
            while (!open.isEmpty()) {
                count++;
                if (nodes.get(open.pop()) instanceof Split split) {
                    open.push(split.left());
                    open.push(split.right());
                }
            }
            return count;
        }

        private void countParent(int[] parents, int child, int parent) {
            if (child < 0 || child >= parents.length) {
                throw new IllegalArgumentException("Found the child " + child + " of node " + parent
                        + ", expected 0 to " + (parents.length - 1) + ".");
            }
            parents[child]++;
        }
    }
}
