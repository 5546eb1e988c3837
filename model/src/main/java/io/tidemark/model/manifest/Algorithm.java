package io.tidemark.model.manifest;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.GridParameter.Kind;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The algorithms that a manifest can name, with the parameters of their grids. Names are scikit-learn's and
/// LightGBM's.
@SuppressWarnings("ImmutableEnumChecker") // both collections are unmodifiable
public enum Algorithm {
    LIGHTGBM(
            Set.of(Task.REGRESSION, Task.BINARY, Task.MULTICLASS),
            whole("n_estimators", 1, 100_000),
            whole("num_leaves", 2, 131_072),
            whole("max_depth", -1, 512),
            number("learning_rate", 1e-9, 10),
            whole("min_child_samples", 0, 100_000_000),
            number("subsample", 1e-9, 1),
            number("colsample_bytree", 1e-9, 1),
            number("reg_alpha", 0, 1e12),
            number("reg_lambda", 0, 1e12),
            whole("max_bin", 2, 65_535)),
    RANDOM_FOREST(
            Set.of(Task.REGRESSION, Task.BINARY, Task.MULTICLASS),
            whole("n_estimators", 1, 100_000),
            whole("max_depth", 1, 512),
            whole("max_leaf_nodes", 2, 100_000_000),
            whole("min_samples_leaf", 1, 100_000_000),
            inputCount()),
    EXTRA_TREES(
            Set.of(Task.REGRESSION, Task.BINARY, Task.MULTICLASS),
            whole("n_estimators", 1, 100_000),
            whole("max_depth", 1, 512),
            whole("max_leaf_nodes", 2, 100_000_000),
            whole("min_samples_leaf", 1, 100_000_000),
            inputCount()),
    GRADIENT_BOOSTING(
            Set.of(Task.REGRESSION, Task.BINARY, Task.MULTICLASS),
            whole("n_estimators", 1, 100_000),
            whole("max_depth", 1, 16),
            number("learning_rate", 1e-9, 10),
            whole("min_samples_leaf", 1, 100_000_000),
            number("subsample", 1e-9, 1),
            inputCount()),
    DECISION_TREE(
            Set.of(Task.REGRESSION, Task.BINARY, Task.MULTICLASS),
            whole("max_depth", 1, 512),
            whole("max_leaf_nodes", 2, 100_000_000),
            whole("min_samples_leaf", 1, 100_000_000),
            inputCount()),
    RIDGE(Set.of(Task.REGRESSION), number("alpha", 1e-12, 1e12)),
    LASSO(Set.of(Task.REGRESSION), number("alpha", 1e-12, 1e12)),
    LOGISTIC(Set.of(Task.BINARY, Task.MULTICLASS), number("alpha", 0, 1e12));

    private final Set<Task> tasks;
    private final Map<String, GridParameter> parameters;

    Algorithm(Set<Task> tasks, GridParameter... parameters) {
        this.tasks = tasks;
        Map<String, GridParameter> byName = new TreeMap<>();
        for (GridParameter parameter : parameters) {
            byName.put(parameter.name(), parameter);
        }
        this.parameters = Collections.unmodifiableMap(byName);
    }

    /// Name in manifests, for example `random_forest`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Names of the parameters, sorted.
    public Set<String> parameters() {
        return parameters.keySet();
    }

    /// What is wrong with a value of a parameter; empty when nothing is, or the algorithm has no such parameter.
    Optional<String> fault(String parameter, Object value) {
        return Optional.ofNullable(parameters.get(parameter)).flatMap(known -> known.fault(value));
    }

    /// Algorithms that can do the task, in order of declaration.
    public static List<Algorithm> forTask(Task task) {
        return Arrays.stream(values()).filter(a -> a.tasks.contains(task)).toList();
    }

    private static GridParameter inputCount() {
        return new GridParameter("max_features", Kind.INPUT_COUNT, new Range(1e-9, 100_000));
    }

    private static GridParameter whole(String name, long low, long high) {
        return new GridParameter(name, Kind.WHOLE, new Range(low, high));
    }

    private static GridParameter number(String name, double low, double high) {
        return new GridParameter(name, Kind.NUMBER, new Range(low, high));
    }
}
