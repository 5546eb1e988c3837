package io.tidemark.benchmarks.kernel;

import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Split;
import java.util.ArrayList;
import java.util.List;

/// Trees as an ONNX model with one TreeEnsembleRegressor, so that ONNX Runtime scores the very trees that we do.
/// Field numbers are those of onnx.proto.
final class OnnxTrees {
    static final String INPUT = "rows";

    private static final int FLOAT = 1;
    private static final int TYPE_INT = 2;
    private static final int TYPE_STRING = 3;
    private static final int TYPE_FLOATS = 6;
    private static final int TYPE_INTS = 7;
    private static final int TYPE_STRINGS = 8;

    private final List<Long> treeIds = new ArrayList<>();
    private final List<Long> nodeIds = new ArrayList<>();
    private final List<Long> features = new ArrayList<>();
    private final List<String> modes = new ArrayList<>();
    private final List<Double> thresholds = new ArrayList<>();
    private final List<Long> lefts = new ArrayList<>();
    private final List<Long> rights = new ArrayList<>();
    private final List<Long> missingLeft = new ArrayList<>();
    private final List<Long> leafTrees = new ArrayList<>();
    private final List<Long> leafNodes = new ArrayList<>();
    private final List<Double> leafValues = new ArrayList<>();

    private OnnxTrees() {}

    /// The model's file; its output is `scale * sum of the trees`.
    static byte[] model(int inputs, List<DecisionTree> trees, double scale) {
        OnnxTrees ensemble = new OnnxTrees();
        for (int tree = 0; tree < trees.size(); tree++) {
            ensemble.add(tree, trees.get(tree), scale);
        }
        Protobuf operatorSet = new Protobuf().text(1, "").number(2, 17);
        Protobuf treeOperators = new Protobuf().text(1, "ai.onnx.ml").number(2, 1);
        return new Protobuf()
                .number(1, 8)
                .text(2, "tidemark")
                .message(7, ensemble.graph(inputs))
                .message(8, operatorSet)
                .message(8, treeOperators)
                .toBytes();
    }

    private void add(int id, DecisionTree tree, double scale) {
        for (int node = 0; node < tree.nodes().size(); node++) {
            treeIds.add((long) id);
            nodeIds.add((long) node);
            switch (tree.nodes().get(node)) {
                case Split split -> {
                    features.add((long) split.input());
                    modes.add("BRANCH_LEQ");
                    thresholds.add(floorToFloat(split.threshold()));
                    lefts.add((long) split.left());
                    rights.add((long) split.right());
                    missingLeft.add(split.missing() == Missing.LEFT ? 1L : 0L);
                }
                case Leaf leaf -> {
                    features.add(0L);
                    modes.add("LEAF");
                    thresholds.add(0.0);
                    lefts.add(0L);
                    rights.add(0L);
                    missingLeft.add(0L);
                    leafTrees.add((long) id);
                    leafNodes.add((long) node);
                    leafValues.add(scale * leaf.value());
                }
            }
        }
    }

    /// The largest float that is not above a threshold: rows are floats, and go the same way.
    private static double floorToFloat(double threshold) {
        float nearest = (float) threshold;
        return nearest > threshold ? Math.nextDown(nearest) : nearest;
    }

    private Protobuf graph(int inputs) {
        Protobuf node = new Protobuf()
                .text(1, INPUT)
                .text(2, "scores")
                .text(4, "TreeEnsembleRegressor")
                .message(5, attribute("n_targets", TYPE_INT).number(3, 1))
                .message(5, attribute("aggregate_function", TYPE_STRING).text(4, "SUM"))
                .message(5, attribute("post_transform", TYPE_STRING).text(4, "NONE"))
                .message(5, ints("nodes_treeids", treeIds))
                .message(5, ints("nodes_nodeids", nodeIds))
                .message(5, ints("nodes_featureids", features))
                .message(5, strings("nodes_modes", modes))
                .message(5, floats("nodes_values", thresholds))
                .message(5, ints("nodes_truenodeids", lefts))
                .message(5, ints("nodes_falsenodeids", rights))
                .message(5, ints("nodes_missing_value_tracks_true", missingLeft))
                .message(5, ints("target_treeids", leafTrees))
                .message(5, ints("target_nodeids", leafNodes))
                .message(
                        5,
                        ints("target_ids", leafNodes.stream().map(ignored -> 0L).toList()))
                .message(5, floats("target_weights", leafValues))
                .text(7, "ai.onnx.ml");
        return new Protobuf()
                .message(1, node)
                .text(2, "trees")
                .message(11, matrix(INPUT, inputs))
                .message(12, matrix("scores", 1));
    }

    /// A matrix of floats with any number of rows.
    private static Protobuf matrix(String name, int columns) {
        Protobuf shape =
                new Protobuf().message(1, new Protobuf().text(2, "n")).message(1, new Protobuf().number(1, columns));
        Protobuf tensor = new Protobuf().number(1, FLOAT).message(2, shape);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }

    private static Protobuf attribute(String name, int type) {
        return new Protobuf().text(1, name).number(20, type);
    }

    private static Protobuf ints(String name, List<Long> values) {
        Protobuf attribute = attribute(name, TYPE_INTS);
        values.forEach(value -> attribute.number(8, value));
        return attribute;
    }

    private static Protobuf floats(String name, List<Double> values) {
        Protobuf attribute = attribute(name, TYPE_FLOATS);
        values.forEach(value -> attribute.single(7, value.floatValue()));
        return attribute;
    }

    private static Protobuf strings(String name, List<String> values) {
        Protobuf attribute = attribute(name, TYPE_STRINGS);
        values.forEach(value -> attribute.text(9, value));
        return attribute;
    }
}
