package io.tidemark.model.manifest;

import io.tidemark.model.Task;
import java.util.List;

/// Metrics that a manifest can name.
final class MetricNames {
    private static final List<String> REGRESSION = List.of(
            "mae", "rmse", "r2", "mape", "smape", "wmape", "median_ape", "within_5pct", "within_10pct", "within_15pct");
    private static final List<String> BINARY =
            List.of("auc", "average_precision", "log_loss", "brier", "accuracy", "precision", "recall", "f1");

    private MetricNames() {}

    static List<String> of(Task task) {
        return switch (task) {
            case REGRESSION -> REGRESSION;
            case BINARY -> BINARY;
        };
    }
}
