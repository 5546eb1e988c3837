package io.tidemark.trainer.foreign;

import io.tidemark.model.Task;
import io.tidemark.model.kernel.Link;
import io.tidemark.trainer.algorithm.LightGbmText;
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
        String one = header.getOrDefault("num_tree_per_iteration", "1");
        if (!one.equals("1")) {
            throw new IllegalArgumentException(
                    "Found " + one + " trees per iteration, expected 1: models of several classes are not served yet.");
        }
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
        } else if (EXPONENTIAL.contains(objective[0])) {
            link = Link.EXP;
        } else if (!IDENTITY.contains(objective[0]) || Arrays.asList(objective).contains("sqrt")) {
            throw new IllegalArgumentException("Found the objective '" + String.join(" ", objective)
                    + "', expected binary, cross_entropy, "
                    + String.join(", ", IDENTITY.stream().sorted().toList())
                    + ", " + String.join(", ", EXPONENTIAL.stream().sorted().toList()) + ".");
        }
        // Names that LightGBM made up itself name nothing.
        boolean named = !(names.getFirst().isEmpty() || names.getFirst().equals("Column_0"));
        return new ForeignModel(
                "LightGBM text",
                task,
                named ? names : List.of(),
                named ? names.size() : width(header),
                new ForeignModel.Trees(parsed.trees(), 0, scale),
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
