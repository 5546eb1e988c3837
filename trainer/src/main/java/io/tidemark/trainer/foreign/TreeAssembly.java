package io.tidemark.trainer.foreign;

import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Node;
import io.tidemark.model.kernel.DecisionTree.Split;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes a tree of nodes that refer to each other by the ids of a file. Nodes that no walk comes to are left out; a
/// node that two walks come to is a circle or no tree, and refused.
final class TreeAssembly {
    private TreeAssembly() {}

    /// The tree below a root.
    ///
    /// @param nodes by id; children are ids
    /// @throws IllegalArgumentException when the nodes are no tree
    static DecisionTree of(Map<Long, Node> nodes, long root) {
        Map<Long, Integer> places = new HashMap<>();
        List<Long> order = new ArrayList<>(List.of(root));
        places.put(root, 0);
        for (int i = 0; i < order.size(); i++) {
            Node node = nodes.get(order.get(i));
            if (node == null) {
                throw new IllegalArgumentException("Found no node " + order.get(i) + ", expected one: it is a child.");
            }
            if (node instanceof Split split) {
                for (long child : new long[] {split.left(), split.right()}) {
                    if (places.put(child, order.size()) != null) {
                        throw new IllegalArgumentException(
                                "Found node " + child + " twice on walks from the root, expected a tree.");
                    }
                    order.add(child);
                }
            }
        }
        DecisionTree.Builder tree = new DecisionTree.Builder();
        for (long id : order) {
            Node node = nodes.get(id);
            if (node instanceof Split split) {
                tree.add(new Split(
                        split.input(),
                        split.threshold(),
                        split.missing(),
                        places.getOrDefault((long) split.left(), -1),
                        places.getOrDefault((long) split.right(), -1)));
            } else if (node instanceof Leaf leaf) {
                tree.add(leaf);
            }
        }
        return tree.build();
    }
}
