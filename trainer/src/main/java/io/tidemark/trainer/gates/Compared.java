package io.tidemark.trainer.gates;

import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.MetricDirection;
import java.util.Locale;

/// Values of metrics against limits, and how they are shown.
final class Compared {
    private Compared() {}

    /// True when a value is on the wrong side of a limit.
    static boolean worse(Metric metric, double value, double limit) {
        return metric.direction().isBetter(limit, value);
    }

    /// How much worse a value is than another, in the metric's unit; below 0: it is better.
    static double loss(Metric metric, double value, double other) {
        return metric.direction().loss(value) - metric.direction().loss(other);
    }

    /// `>=` or `<=`, as the metric has it.
    static String sign(Metric metric) {
        return metric.direction() == MetricDirection.HIGHER_IS_BETTER ? ">=" : "<=";
    }

    static String shown(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%.0f" : "%.4g", value);
    }
}
