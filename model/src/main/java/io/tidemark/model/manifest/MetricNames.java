package io.tidemark.model.manifest;

import io.tidemark.model.Task;
import java.util.ArrayList;
import java.util.List;

/// Metrics that a manifest can name.
final class MetricNames {
    private static final List<String> REGRESSION = List.of(
            "mae",
            "rmse",
            "r2",
            "mape",
            "smape",
            "wmape",
            "median_ape",
            "within_5pct",
            "within_10pct",
            "within_15pct",
            "median_ae");
    private static final List<String> BINARY = List.of(
            "auc",
            "average_precision",
            "log_loss",
            "brier",
            "accuracy",
            "precision",
            "recall",
            "f1",
            "specificity",
            "balanced_accuracy",
            "mcc",
            "ks",
            "f1_macro");
    private static final List<String> MULTICLASS = List.of(
            "log_loss",
            "accuracy",
            "f1_macro",
            "precision_macro",
            "recall_macro",
            "f1_weighted",
            "precision_weighted",
            "recall_weighted");

    private MetricNames() {}

    static List<String> of(Task task) {
        return switch (task) {
            case REGRESSION -> REGRESSION;
            case BINARY -> BINARY;
            case MULTICLASS -> MULTICLASS;
        };
    }

    /// What rules of live quality can name: also what has no better direction, or no limit at training time.
    static List<String> ofRules(Task task) {
        List<String> names = new ArrayList<>(of(task));
        switch (task) {
            case REGRESSION -> names.add("bias");
            case BINARY -> names.add("ece");
            case MULTICLASS -> {
                // The metrics of the gates are all there are.
            }
        }
        return List.copyOf(names);
    }

    /// What candidates are compared by, unless a manifest says otherwise.
    static String ofSelection(Task task) {
        return switch (task) {
            case REGRESSION -> "mae";
            case BINARY -> "auc";
            case MULTICLASS -> "log_loss";
        };
    }

    /// What is tuned and watched, unless a manifest says otherwise.
    static String ofService(Task task) {
        return switch (task) {
            case REGRESSION -> "wmape";
            case BINARY -> "auc";
            case MULTICLASS -> "log_loss";
        };
    }

    /// What groups are compared by, unless a manifest says otherwise.
    static String ofFairness(Task task) {
        return switch (task) {
            case REGRESSION -> "mae";
            case BINARY -> "recall";
            case MULTICLASS -> "recall_macro";
        };
    }
}
