package io.tidemark.trainer.foreign;

import io.tidemark.model.Task;
import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Node;
import io.tidemark.model.kernel.DecisionTree.Split;
import io.tidemark.model.kernel.Link;
import io.tidemark.model.manifest.TargetSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads an ONNX model of one tree ensemble or one linear model. Field numbers are those of onnx.proto; operators those
/// of the domain ai.onnx.ml, versions 1 and 3.
///
/// Nodes behind it that only name or reshape what it says (Cast, Identity, Reshape, ZipMap, ArrayFeatureExtractor,
/// Normalizer of probabilities) are passed over; anything ahead of it that alters its inputs is refused.
final class OnnxModel {
    /// Runtimes sum 32-bit floats.
    private static final double ROUNDING = 1e-5;

    private static final Set<String> CORES =
            Set.of("TreeEnsembleRegressor", "TreeEnsembleClassifier", "LinearRegressor", "LinearClassifier");
    private static final Set<String> HARMLESS =
            Set.of("Cast", "Identity", "Reshape", "Flatten", "ZipMap", "Normalizer", "ArrayFeatureExtractor");

    private final String operator;
    private final Map<String, ProtobufReader> attributes = new HashMap<>();
    private final int width;

    private OnnxModel(ProtobufReader node, int width) {
        this.operator = node.text(4);
        this.width = width;
        node.messages(5).forEach(attribute -> attributes.put(attribute.text(1), attribute));
    }

    /// @throws IllegalArgumentException when the file is damaged, or holds what the kernel cannot do
    static ForeignModel read(byte[] file) {
        List<ProtobufReader> graphs = new ProtobufReader(ByteBuffer.wrap(file)).messages(7);
        if (graphs.size() != 1) {
            throw new IllegalArgumentException("Found " + graphs.size() + " graphs in the ONNX file, expected one.");
        }
        ProtobufReader graph = graphs.getFirst();
        List<ProtobufReader> nodes = graph.messages(1);
        List<ProtobufReader> cores =
                nodes.stream().filter(node -> CORES.contains(node.text(4))).toList();
        List<String> others = nodes.stream()
                .map(node -> node.text(4))
                .filter(name -> !CORES.contains(name) && !HARMLESS.contains(name))
                .toList();
        if (cores.size() != 1 || !others.isEmpty()) {
            throw new IllegalArgumentException("Found the operators "
                    + nodes.stream().map(node -> node.text(4)).toList() + ", expected one of "
                    + CORES.stream().sorted().toList() + ", and nothing that computes.");
        }
        return new OnnxModel(cores.getFirst(), width(graph, nodes, cores.getFirst())).model();
    }

    /// Columns of the one matrix that goes in.
    private static int width(ProtobufReader graph, List<ProtobufReader> nodes, ProtobufReader core) {
        Set<String> constants = new HashSet<>();
        graph.messages(5).forEach(tensor -> constants.add(tensor.text(8)));
        List<ProtobufReader> inputs = graph.messages(11).stream()
                .filter(input -> !constants.contains(input.text(1)))
                .toList();
        if (inputs.size() != 1) {
            throw new IllegalArgumentException(
                    "Found " + inputs.size() + " inputs of the graph, expected one matrix with a column per input.");
        }
        String source = core.text(1);
        for (ProtobufReader before : nodes) {
            if (before.texts(2).contains(source)) {
                if (!Set.of("Cast", "Identity").contains(before.text(4))) {
                    throw new IllegalArgumentException("Found " + before.text(4) + " ahead of " + core.text(4)
                            + ", expected the inputs as they are.");
                }
                source = before.text(1);
            }
        }
        if (!source.equals(inputs.getFirst().text(1))) {
            throw new IllegalArgumentException(
                    "Found " + core.text(4) + " over '" + source + "', expected it over the graph's input.");
        }
        List<ProtobufReader> dimensions = inputs.getFirst().messages(2).stream()
                .flatMap(type -> type.messages(1).stream())
                .flatMap(tensor -> tensor.messages(2).stream())
                .flatMap(shape -> shape.messages(1).stream())
                .toList();
        List<Long> columns =
                dimensions.isEmpty() ? List.of() : dimensions.getLast().numbers(1);
        if (dimensions.size() != 2 || columns.isEmpty() || columns.getLast() < 1 || columns.getLast() > 1_000_000) {
            throw new IllegalArgumentException(
                    "Found an input whose number of columns is not given, expected a matrix [rows, columns].");
        }
        return Math.toIntExact(columns.getLast());
    }

    private ForeignModel model() {
        return switch (operator) {
            case "TreeEnsembleRegressor" -> {
                requireOne("n_targets", number("n_targets", 1));
                yield model(Task.REGRESSION, trees("target", Set.of(0L), 0), link(text("post_transform")));
            }
            case "TreeEnsembleClassifier" -> classifier();
            case "LinearRegressor" -> {
                requireOne("targets", number("targets", 1));
                yield model(Task.REGRESSION, linear(0, 1), link(text("post_transform")));
            }
            default -> linearClassifier();
        };
    }

    private ForeignModel model(Task task, ForeignModel.Core core, Link link) {
        return new ForeignModel("ONNX " + operator, task, List.of(), width, core, link, ROUNDING);
    }

    private static void requireOne(String what, long found) {
        if (found != 1) {
            throw new IllegalArgumentException("Found " + found + " " + what + ", expected 1.");
        }
    }

    private static Link link(String transform) {
        return switch (transform) {
            case "", "NONE" -> Link.IDENTITY;
            case "LOGISTIC" -> Link.LOGISTIC;
            default ->
                throw new IllegalArgumentException("Found the transform " + transform + ", expected NONE or LOGISTIC.");
        };
    }

    private int classes() {
        ProtobufReader texts = attributes.get("classlabels_strings");
        int named = texts == null ? 0 : texts.texts(9).size();
        return named > 0
                ? named
                : longs(operator.startsWith("Linear") ? "classlabels_ints" : "classlabels_int64s")
                        .size();
    }

    private void requireClasses() {
        if (classes() < 2 || classes() > TargetSpec.MOST_CLASSES) {
            throw new IllegalArgumentException(
                    "Found " + classes() + " classes, expected 2 to " + TargetSpec.MOST_CLASSES + ".");
        }
    }

    /// With one score it is that of the second class; with two the second's counts; with more each class has its own.
    private ForeignModel classifier() {
        requireClasses();
        if (classes() > 2) {
            List<ForeignModel.Core> cores = new ArrayList<>();
            for (int code = 0; code < classes(); code++) {
                cores.add(trees("class", Set.of((long) code), code));
            }
            return model(Task.MULTICLASS, new ForeignModel.Classes(cores), classLink());
        }
        Set<Long> scored = new HashSet<>(longs("class_ids"));
        ForeignModel.Core core = trees("class", scored.size() > 1 ? Set.of(1L) : scored, 1);
        return model(Task.BINARY, core, link(text("post_transform")));
    }

    private Link classLink() {
        return text("post_transform").equals("SOFTMAX") ? Link.SOFTMAX : link(text("post_transform"));
    }

    private ForeignModel linearClassifier() {
        requireClasses();
        if (classes() > 2) {
            List<ForeignModel.Core> cores = new ArrayList<>();
            for (int code = 0; code < classes(); code++) {
                cores.add(linear(code, classes()));
            }
            return model(Task.MULTICLASS, new ForeignModel.Classes(cores), classLink());
        }
        int rows = floats("intercepts").size();
        if (rows == 1) {
            return model(Task.BINARY, linear(0, 1), link(text("post_transform")));
        }
        if (text("post_transform").equals("SOFTMAX")) {
            ForeignModel.Linear first = linear(0, 2);
            ForeignModel.Linear second = linear(1, 2);
            List<Double> weights = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                weights.add(second.weights().get(i) - first.weights().get(i));
            }
            return model(
                    Task.BINARY,
                    new ForeignModel.Linear(second.intercept() - first.intercept(), weights),
                    Link.LOGISTIC);
        }
        return model(Task.BINARY, linear(1, 2), link(text("post_transform")));
    }

    private ForeignModel.Linear linear(int row, int rows) {
        List<Float> coefficients = floats("coefficients");
        List<Float> intercepts = floats("intercepts");
        if (coefficients.size() != (long) rows * width || (!intercepts.isEmpty() && intercepts.size() != rows)) {
            throw new IllegalArgumentException("Found " + coefficients.size() + " coefficients and " + intercepts.size()
                    + " intercepts, expected " + (long) rows * width + " and " + rows + ".");
        }
        List<Double> weights = coefficients.subList(row * width, (row + 1) * width).stream()
                .map(Float::doubleValue)
                .toList();
        return new ForeignModel.Linear(intercepts.isEmpty() ? 0 : intercepts.get(row), weights);
    }

    /// @param prefix of the attributes with the leaves' values
    /// @param counted ids of targets or classes whose values count
    /// @param place where the base value stands if there are several
    private ForeignModel.Trees trees(String prefix, Set<Long> counted, int place) {
        if (attributes.containsKey("nodes_values_as_tensor")) {
            throw new IllegalArgumentException("Found thresholds of 64 bits, expected nodes_values of 32 bits.");
        }
        Map<Long, Map<Long, Double>> leaves = leaves(prefix, counted);
        Map<Long, Map<Long, Node>> trees = nodes(leaves);
        List<DecisionTree> assembled = new ArrayList<>();
        trees.forEach((id, nodes) -> assembled.add(TreeAssembly.of(nodes, root(id, nodes))));
        double base = 0;
        List<Float> bases = floats("base_values");
        if (!bases.isEmpty()) {
            base = bases.get(Math.min(place, bases.size() - 1));
        }
        String aggregate = text("aggregate_function");
        if (!Set.of("", "SUM", "AVERAGE").contains(aggregate)) {
            throw new IllegalArgumentException("Found the aggregate " + aggregate + ", expected SUM or AVERAGE.");
        }
        return new ForeignModel.Trees(assembled, base, aggregate.equals("AVERAGE") ? 1.0 / assembled.size() : 1);
    }

    private Map<Long, Map<Long, Double>> leaves(String prefix, Set<Long> counted) {
        List<Long> trees = longs(prefix + "_treeids");
        List<Long> nodes = sized(prefix + "_nodeids", longs(prefix + "_nodeids"), trees.size());
        List<Long> ids = sized(prefix + "_ids", longs(prefix + "_ids"), trees.size());
        List<Float> weights = sized(prefix + "_weights", floats(prefix + "_weights"), trees.size());
        Map<Long, Map<Long, Double>> leaves = new HashMap<>();
        for (int i = 0; i < trees.size(); i++) {
            if (counted.contains(ids.get(i))) {
                leaves.computeIfAbsent(trees.get(i), ignored -> new HashMap<>())
                        .merge(nodes.get(i), (double) weights.get(i), Double::sum);
            }
        }
        return leaves;
    }

    private Map<Long, Map<Long, Node>> nodes(Map<Long, Map<Long, Double>> leaves) {
        List<Long> ids = longs("nodes_nodeids");
        int count = ids.size();
        List<Long> treeIds = sized("nodes_treeids", longs("nodes_treeids"), count);
        List<Long> features = sized("nodes_featureids", longs("nodes_featureids"), count);
        List<Float> values = sized("nodes_values", floats("nodes_values"), count);
        List<Long> yes = sized("nodes_truenodeids", longs("nodes_truenodeids"), count);
        List<Long> no = sized("nodes_falsenodeids", longs("nodes_falsenodeids"), count);
        ProtobufReader modes = attributes.get("nodes_modes");
        List<String> mode = sized("nodes_modes", modes == null ? List.of() : modes.texts(9), count);
        List<Long> missing = longs("nodes_missing_value_tracks_true");
        Map<Long, Map<Long, Node>> trees = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            Node made = mode.get(i).equals("LEAF")
                    ? new Leaf(leaves.getOrDefault(treeIds.get(i), Map.of()).getOrDefault(ids.get(i), 0.0))
                    : split(
                            mode.get(i),
                            index(features.get(i)),
                            values.get(i),
                            index(yes.get(i)),
                            index(no.get(i)),
                            i < missing.size() && missing.get(i) != 0);
            if (trees.computeIfAbsent(treeIds.get(i), ignored -> new HashMap<>())
                            .put(ids.get(i), made)
                    != null) {
                throw new IllegalArgumentException(
                        "Found node " + ids.get(i) + " of tree " + treeIds.get(i) + " twice, expected it once.");
            }
        }
        return trees;
    }

    private static int index(long id) {
        if (id < 0 || id > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Found the id " + id + ", expected 0 to " + Integer.MAX_VALUE + ".");
        }
        return (int) id;
    }

    /// Our splits go left when the input is not above the threshold.
    private static Split split(String mode, int input, float value, int yes, int no, boolean missingYes) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException("Found the threshold " + value + ", expected a finite number.");
        }
        Missing left = missingYes ? Missing.LEFT : Missing.RIGHT;
        Missing right = missingYes ? Missing.RIGHT : Missing.LEFT;
        float below = Math.nextDown(value == 0 ? 0f : value);
        return switch (mode) {
            case "BRANCH_LEQ" -> new Split(input, value, left, yes, no);
            case "BRANCH_LT" -> new Split(input, below, left, yes, no);
            case "BRANCH_GT" -> new Split(input, value, right, no, yes);
            case "BRANCH_GTE" -> new Split(input, below, right, no, yes);
            default ->
                throw new IllegalArgumentException(
                        "Found the mode " + mode + ", expected BRANCH_LEQ, BRANCH_LT, BRANCH_GT or BRANCH_GTE.");
        };
    }

    /// The node that is nobody's child.
    private static long root(long tree, Map<Long, Node> nodes) {
        Set<Long> children = new HashSet<>();
        for (Node node : nodes.values()) {
            if (node instanceof Split split) {
                children.add((long) split.left());
                children.add((long) split.right());
            }
        }
        List<Long> roots =
                nodes.keySet().stream().filter(id -> !children.contains(id)).toList();
        if (roots.size() != 1) {
            throw new IllegalArgumentException("Found " + roots.size() + " roots of tree " + tree + ", expected one.");
        }
        return roots.getFirst();
    }

    private static <T> List<T> sized(String what, List<T> values, int count) {
        if (values.size() != count) {
            throw new IllegalArgumentException("Found " + values.size() + " " + what + ", expected " + count + ".");
        }
        return values;
    }

    private List<Long> longs(String name) {
        ProtobufReader attribute = attributes.get(name);
        return attribute == null ? List.of() : attribute.numbers(8);
    }

    private List<Float> floats(String name) {
        ProtobufReader attribute = attributes.get(name);
        return attribute == null ? List.of() : attribute.singles(7);
    }

    private String text(String name) {
        ProtobufReader attribute = attributes.get(name);
        return attribute == null ? "" : attribute.text(4);
    }

    private long number(String name, long otherwise) {
        ProtobufReader attribute = attributes.get(name);
        List<Long> numbers = attribute == null ? List.of() : attribute.numbers(3);
        return numbers.isEmpty() ? otherwise : numbers.getLast();
    }
}
