package io.tidemark.trainer.foreign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.model.Task;
import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Node;
import io.tidemark.model.kernel.DecisionTree.Split;
import io.tidemark.model.kernel.Link;
import io.tidemark.model.manifest.TargetSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Reads XGBoost's JSON and UBJSON forms (`save_model("model.json")`, `save_model("model.ubj")`) of trees.
///
/// A row goes left when its input is below the split's condition, a 32-bit float; without the input it goes where
/// `default_left` says. A node without left child is a leaf, whose value stands in `split_conditions`.
final class XgboostModel {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// XGBoost sums its trees as 32-bit floats.
    private static final double ROUNDING = 1e-5;

    private final String format;

    private XgboostModel(String format) {
        this.format = format;
    }

    /// @throws IllegalArgumentException when the file is damaged, or holds what the kernel cannot do
    static ForeignModel read(byte[] file) {
        if (UbjsonReader.isObject(file)) {
            return new XgboostModel("XGBoost UBJSON").model(UbjsonReader.read(file));
        }
        try {
            return new XgboostModel("XGBoost JSON").model(JSON.readTree(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("The JSON cannot be read: " + e.getMessage(), e);
        }
    }

    private ForeignModel model(JsonNode root) {
        JsonNode learner = root.path("learner");
        JsonNode booster = learner.path("gradient_booster");
        if (!booster.path("name").asText().equals("gbtree")) {
            throw new IllegalArgumentException(
                    "Found the booster '" + booster.path("name").asText() + "', expected gbtree.");
        }
        JsonNode parameters = learner.path("learner_model_param");
        if (parameters.path("num_target").asInt(1) > 1) {
            throw new IllegalArgumentException(
                    "Found a model of " + parameters.path("num_target").asText() + " targets, expected one.");
        }
        List<String> names = new ArrayList<>();
        learner.path("feature_names").forEach(name -> names.add(name.asText()));
        int width = parameters.path("num_feature").asInt(0);
        List<DecisionTree> trees = new ArrayList<>();
        booster.path("model").path("trees").forEach(tree -> trees.add(tree(tree)));
        String objective = learner.path("objective").path("name").asText();
        if (objective.equals("multi:softprob") || objective.equals("multi:softmax")) {
            return new ForeignModel(
                    format,
                    Task.MULTICLASS,
                    names,
                    width,
                    classes(parameters, booster.path("model").path("tree_info"), trees),
                    Link.SOFTMAX,
                    ROUNDING);
        }
        double base = baseScores(parameters, 1).getFirst();
        return switch (objective) {
            case "reg:squarederror", "reg:absoluteerror", "reg:pseudohubererror", "reg:quantileerror" ->
                model(Task.REGRESSION, names, width, trees, base, Link.IDENTITY);
            case "count:poisson", "reg:gamma", "reg:tweedie" ->
                model(Task.REGRESSION, names, width, trees, Link.EXP.margin(base), Link.EXP);
            case "binary:logistic" ->
                model(Task.BINARY, names, width, trees, Link.LOGISTIC.margin(base), Link.LOGISTIC);
            default ->
                throw new IllegalArgumentException("Found the objective '" + objective
                        + "', expected reg:squarederror, reg:absoluteerror, reg:pseudohubererror, reg:quantileerror,"
                        + " count:poisson, reg:gamma, reg:tweedie, binary:logistic, multi:softprob or"
                        + " multi:softmax.");
        };
    }

    private ForeignModel model(
            Task task, List<String> names, int width, List<DecisionTree> trees, double base, Link link) {
        return new ForeignModel(format, task, names, width, new ForeignModel.Trees(trees, base, 1), link, ROUNDING);
    }

    /// The trees of each class, as `tree_info` has them.
    private static ForeignModel.Classes classes(JsonNode parameters, JsonNode treeInfo, List<DecisionTree> trees) {
        int count = parameters.path("num_class").asInt(0);
        if (count < 1 || count > TargetSpec.MOST_CLASSES || treeInfo.size() != trees.size()) {
            throw new IllegalArgumentException("Found " + count + " classes, and the class of " + treeInfo.size()
                    + " trees, expected 3 to " + TargetSpec.MOST_CLASSES + ", and that of " + trees.size() + ".");
        }
        List<Double> bases = baseScores(parameters, count);
        List<ForeignModel.Core> cores = new ArrayList<>();
        for (int code = 0; code < count; code++) {
            int wanted = code;
            List<DecisionTree> ofClass = IntStream.range(0, trees.size())
                    .filter(i -> treeInfo.path(i).asInt(-1) == wanted)
                    .mapToObj(trees::get)
                    .toList();
            cores.add(new ForeignModel.Trees(ofClass, bases.get(code), 1));
        }
        if (cores.stream()
                        .mapToInt(core -> ((ForeignModel.Trees) core).trees().size())
                        .sum()
                != trees.size()) {
            throw new IllegalArgumentException(
                    "Found a tree of no class, expected each of one of the " + count + " classes.");
        }
        return new ForeignModel.Classes(cores);
    }

    /// A number; from XGBoost 3.1 on in brackets, and one for each class or one for all.
    private static List<Double> baseScores(JsonNode parameters, int count) {
        String text = parameters.path("base_score").asText();
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        List<Double> found =
                Stream.of(bare.split(",", -1)).map(Double::parseDouble).toList();
        if (found.size() != 1 && found.size() != count) {
            throw new IllegalArgumentException("Found " + found.size() + " base scores, expected 1 or " + count + ".");
        }
        return found.size() == count ? found : Collections.nCopies(count, found.getFirst());
    }

    private static DecisionTree tree(JsonNode tree) {
        JsonNode lefts = tree.path("left_children");
        int count = lefts.size();
        for (String key :
                List.of("right_children", "split_indices", "split_conditions", "default_left", "sum_hessian")) {
            if (tree.path(key).size() != count) {
                throw new IllegalArgumentException(
                        "Found " + tree.path(key).size() + " " + key + " of a tree, expected " + count + ".");
            }
        }
        Map<Long, Node> nodes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            nodes.put((long) i, node(tree, i));
        }
        return TreeAssembly.of(nodes, 0);
    }

    private static Node node(JsonNode tree, int i) {
        int left = tree.path("left_children").path(i).asInt();
        float condition = (float) tree.path("split_conditions").path(i).asDouble(Double.NaN);
        if (left == -1) {
            return new Leaf(condition, tree.path("sum_hessian").path(i).asDouble(Double.NaN));
        }
        if (tree.path("split_type").path(i).asInt(0) != 0) {
            throw new IllegalArgumentException("Found a categorical split, expected numerical ones only.");
        }
        if (!Float.isFinite(condition)) {
            throw new IllegalArgumentException("Found the condition " + condition + ", expected a finite number.");
        }
        boolean missingLeft = tree.path("default_left").path(i).asBoolean();
        // Below a float is not above the next smaller one.
        return new Split(
                tree.path("split_indices").path(i).asInt(),
                Math.nextDown(condition == 0 ? 0f : condition),
                missingLeft ? Missing.LEFT : Missing.RIGHT,
                left,
                tree.path("right_children").path(i).asInt());
    }
}
