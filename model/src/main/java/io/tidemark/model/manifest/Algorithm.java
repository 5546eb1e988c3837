package io.tidemark.model.manifest;

import io.tidemark.model.Task;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The algorithms that a manifest can name, with the parameters of their grids. Names are scikit-learn's and
/// LightGBM's.
@SuppressWarnings("ImmutableEnumChecker") // both sets are unmodifiable
public enum Algorithm {
    LIGHTGBM(
            Set.of(Task.REGRESSION, Task.BINARY),
            "n_estimators",
            "num_leaves",
            "max_depth",
            "learning_rate",
            "min_child_samples",
            "subsample",
            "colsample_bytree",
            "reg_alpha",
            "reg_lambda"),
    RANDOM_FOREST(
            Set.of(Task.REGRESSION, Task.BINARY),
            "n_estimators",
            "max_depth",
            "max_leaf_nodes",
            "min_samples_leaf",
            "max_features"),
    RIDGE(Set.of(Task.REGRESSION), "alpha"),
    LASSO(Set.of(Task.REGRESSION), "alpha"),
    LOGISTIC(Set.of(Task.BINARY), "alpha");

    private final Set<Task> tasks;
    private final Set<String> parameters;

    Algorithm(Set<Task> tasks, String... parameters) {
        this.tasks = tasks;
        this.parameters = Collections.unmodifiableSet(new TreeSet<>(Arrays.asList(parameters)));
    }

    /// Name in manifests, for example `random_forest`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Names of the parameters, sorted.
    public Set<String> parameters() {
        return parameters;
    }

    /// Algorithms that can do the task, in order of declaration.
    public static List<Algorithm> forTask(Task task) {
        return Arrays.stream(values()).filter(a -> a.tasks.contains(task)).toList();
    }
}
