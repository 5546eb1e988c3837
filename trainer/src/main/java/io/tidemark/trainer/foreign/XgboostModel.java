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
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads XGBoost's JSON form (`save_model("model.json")`) of trees.
///
/// A row goes left when its input is below the split's condition, a 32-bit float; without the input it goes where
/// `default_left` says. A node without left child is a leaf, whose value stands in `split_conditions`.
final class XgboostModel {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// XGBoost sums its trees as 32-bit floats.
    private static final double ROUNDING = 1e-5;

    private XgboostModel() {}

    /// @throws IllegalArgumentException when the file is damaged, or holds what the kernel cannot do
    static ForeignModel read(byte[] file) {
        JsonNode learner;
        try {
            learner = JSON.readTree(file).path("learner");
        } catch (IOException e) {
            throw new IllegalArgumentException("The JSON cannot be read: " + e.getMessage(), e);
        }
        JsonNode booster = learner.path("gradient_booster");
        if (!booster.path("name").asText().equals("gbtree")) {
            throw new IllegalArgumentException(
                    "Found the booster '" + booster.path("name").asText() + "', expected gbtree.");
        }
        JsonNode parameters = learner.path("learner_model_param");
        if (parameters.path("num_class").asInt(0) > 1
                || parameters.path("num_target").asInt(1) > 1) {
            throw new IllegalArgumentException(
                    "Found a model of " + parameters.path("num_class").asText()
                            + " classes and " + parameters.path("num_target").asText("1")
                            + " targets, expected one score: models of several classes are not served yet.");
        }
        List<String> names = new ArrayList<>();
        learner.path("feature_names").forEach(name -> names.add(name.asText()));
        int width = parameters.path("num_feature").asInt(0);
        List<DecisionTree> trees = new ArrayList<>();
        booster.path("model").path("trees").forEach(tree -> trees.add(tree(tree)));
        String objective = learner.path("objective").path("name").asText();
        double base = baseScore(parameters.path("base_score").asText());
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
                        + " count:poisson, reg:gamma, reg:tweedie or binary:logistic.");
        };
    }

    private static ForeignModel model(
            Task task, List<String> names, int width, List<DecisionTree> trees, double base, Link link) {
        return new ForeignModel(
                "XGBoost JSON", task, names, width, new ForeignModel.Trees(trees, base, 1), link, ROUNDING);
    }

    /// A number; from XGBoost 3.1 on in brackets.
    private static double baseScore(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        return Double.parseDouble(bare);
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
