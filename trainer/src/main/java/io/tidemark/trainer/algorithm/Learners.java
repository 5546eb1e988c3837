package io.tidemark.trainer.algorithm;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.Algorithm;
import java.util.Map;
import java.util.TreeMap;

/// The learner of each algorithm that a manifest can name.
public final class Learners {
    private Learners() {}

    /// The learner of an algorithm for a task.
    public static Learner of(Algorithm algorithm, Task task) {
        return switch (algorithm) {
            case LIGHTGBM -> new LightGbmLearner(LightGbmConfig.Style.LEAF_WISE, task);
            case GRADIENT_BOOSTING -> new LightGbmLearner(LightGbmConfig.Style.LEVEL_WISE, task);
            case RANDOM_FOREST -> new ForestLearner(ForestLearner.Kind.RANDOM_FOREST, task);
            case EXTRA_TREES -> new ForestLearner(ForestLearner.Kind.EXTRA_TREES, task);
            case DECISION_TREE -> new ForestLearner(ForestLearner.Kind.DECISION_TREE, task);
            case RIDGE -> SmileLinearRegression.ridge();
            case LASSO -> SmileLinearRegression.lasso();
            case LOGISTIC -> new SmileLogistic();
        };
    }

    /// Versions of the libraries behind the learners, by name.
    public static Map<String, String> libraryVersions() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("lightgbm4j", LibraryVersions.get("lightgbm4j"));
        versions.put("tidemark", LibraryVersions.get("tidemark"));
        versions.put("smile", LibraryVersions.get("smile"));
        return versions;
    }
}
