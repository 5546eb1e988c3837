package io.tidemark.stats.metric;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Collects the metrics of a report.
final class ReportBuilder {
    private final Map<Metric, MetricEstimate> estimates = new EnumMap<>(Metric.class);

    void add(Metric metric, double value, Optional<Interval> interval) {
        add(metric, value, interval, 0);
    }

    /// Leaves a metric out whose value is beyond the range of a double.
    void add(Metric metric, double value, Optional<Interval> interval, double errorBound) {
        if (Double.isFinite(value)) {
            estimates.put(metric, new MetricEstimate(value, interval, errorBound));
        }
    }

    MetricReport build(long rows, long rejected) {
        return new MetricReport(rows, rejected, estimates);
    }
}
