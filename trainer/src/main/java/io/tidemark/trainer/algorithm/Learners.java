package io.tidemark.trainer.algorithm;

import io.tidemark.model.kernel.Link;
import io.tidemark.model.manifest.Algorithm;
import io.tidemark.model.manifest.ModelManifest;
import java.util.Map;
import java.util.TreeMap;

/// The learner of each algorithm that a manifest can name.
public final class Learners {
    private Learners() {}

    /// The learner of an algorithm for a task.
    public static Learner of(Algorithm algorithm, LearningTask task) {
        return switch (algorithm) {
            case LIGHTGBM -> new LightGbmLearner(LightGbmConfig.Style.LEAF_WISE, task);
            case GRADIENT_BOOSTING -> new LightGbmLearner(LightGbmConfig.Style.LEVEL_WISE, task);
            case RANDOM_FOREST -> new ForestLearner(ForestLearner.Kind.RANDOM_FOREST, task);
            case EXTRA_TREES -> new ForestLearner(ForestLearner.Kind.EXTRA_TREES, task);
            case DECISION_TREE -> new ForestLearner(ForestLearner.Kind.DECISION_TREE, task);
            case RIDGE -> SmileLinearRegression.ridge();
            case LASSO -> SmileLinearRegression.lasso();
            case LOGISTIC ->
                switch (task.task()) {
                    case REGRESSION, BINARY -> new SmileLogistic();
                    case MULTICLASS -> new SmileMultinomial(task.classes());
                };
        };
    }

    /// The learner of each algorithm for a model, which fits the target as the manifest says.
    public static Learner of(Algorithm algorithm, ModelManifest manifest) {
        Learner learner = of(algorithm, LearningTask.of(manifest));
        return switch (manifest.target().transform()) {
            case NONE -> learner;
            case LOG -> new TransformedTarget(learner, Link.EXP);
            case LOG1P -> new TransformedTarget(learner, Link.EXPM1);
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
