package io.tidemark.trainer.report;

import io.tidemark.stats.metric.MetricEstimate;
import java.util.Locale;

/// Numbers as people read them.
final class Shown {
    private Shown() {}

    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 1 ? "%.3f" : "%.4g", value);
    }

    static String interval(MetricEstimate estimate) {
        return estimate.interval()
                .map(interval -> number(interval.low()) + " to " + number(interval.high()))
                .orElse("");
    }
}
