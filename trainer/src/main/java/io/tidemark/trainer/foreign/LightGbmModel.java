package io.tidemark.trainer.foreign;

import io.tidemark.model.Task;
import io.tidemark.model.kernel.DecisionTree;
import io.tidemark.model.kernel.Link;
import io.tidemark.trainer.algorithm.LightGbmText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads LightGBM's text form.
final class LightGbmModel {
    private static final Set<String> IDENTITY =
            Set.of("regression", "regression_l1", "huber", "fair", "quantile", "mape");
    private static final Set<String> EXPONENTIAL = Set.of("poisson", "gamma", "tweedie");

    private LightGbmModel() {}

    /// @throws IllegalArgumentException when the text is damaged, or holds what the kernel cannot do
    static ForeignModel read(String text) {
        LightGbmText parsed = LightGbmText.parse(text);
        Map<String, String> header = parsed.header();
        List<String> names =
                Arrays.asList(header.getOrDefault("feature_names", "").strip().split(" ", -1));
        String[] objective =
                header.getOrDefault("objective", "regression").strip().split(" ", -1);
        double scale = parsed.scale();
        Task task = Task.REGRESSION;
        Link link = Link.IDENTITY;
        if (objective[0].equals("binary") || objective[0].equals("cross_entropy")) {
            task = Task.BINARY;
            link = Link.LOGISTIC;
            scale *= sigmoid(objective);
        } else if (objective[0].equals("multiclass")) {
            task = Task.MULTICLASS;
            link = Link.SOFTMAX;
        } else if (objective[0].equals("multiclassova")) {
            task = Task.MULTICLASS;
            link = Link.LOGISTIC;
            scale *= sigmoid(objective);
        } else if (EXPONENTIAL.contains(objective[0])) {
            link = Link.EXP;
        } else if (!IDENTITY.contains(objective[0]) || Arrays.asList(objective).contains("sqrt")) {
            throw new IllegalArgumentException("Found the objective '" + String.join(" ", objective)
                    + "', expected binary, cross_entropy, multiclass, multiclassova, "
                    + String.join(", ", IDENTITY.stream().sorted().toList())
                    + ", " + String.join(", ", EXPONENTIAL.stream().sorted().toList()) + ".");
        }
        List<ForeignModel.Core> cores = new ArrayList<>();
        for (List<DecisionTree> trees : parsed.classes()) {
            cores.add(new ForeignModel.Trees(trees, 0, scale));
        }
        if ((task == Task.MULTICLASS) != (cores.size() > 1)) {
            throw new IllegalArgumentException("Found " + cores.size() + " trees per iteration with the objective '"
                    + objective[0] + "', expected several for multiclass and multiclassova, one for others.");
        }
        // Names that LightGBM made up itself name nothing.
        boolean named = !(names.getFirst().isEmpty() || names.getFirst().equals("Column_0"));
        return new ForeignModel(
                "LightGBM text",
                task,
                named ? names : List.of(),
                named ? names.size() : width(header),
                task == Task.MULTICLASS ? new ForeignModel.Classes(cores) : cores.getFirst(),
                link,
                0);
    }

    private static int width(Map<String, String> header) {
        return 1 + Integer.parseInt(header.getOrDefault("max_feature_idx", "").strip());
    }

    /// Factor of the margin ahead of the logistic function.
    private static double sigmoid(String[] objective) {
        for (String word : objective) {
            if (word.startsWith("sigmoid:")) {
                return Double.parseDouble(word.substring("sigmoid:".length()));
            }
        }
        return 1;
    }
}
