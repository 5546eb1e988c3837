package io.tidemark.stats.metric;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// The metrics of a set of rows.
///
/// @param rows rows behind them
/// @param rejected rows that were left out: an outcome or prediction that is missing or out of its range
/// @param estimates what is defined for these rows, in the order of [Metric]
public record MetricReport(long rows, long rejected, Map<Metric, MetricEstimate> estimates) {
    public MetricReport {
        Map<Metric, MetricEstimate> copy = new EnumMap<>(Metric.class);
        copy.putAll(estimates);
        estimates = Collections.unmodifiableMap(copy);
    }

    /// A metric with its precision; empty when it is not defined for these rows.
    public Optional<MetricEstimate> find(Metric metric) {
        return Optional.ofNullable(estimates.get(metric));
    }

    /// A metric's value; empty when it is not defined for these rows.
    public OptionalDouble value(Metric metric) {
        MetricEstimate estimate = estimates.get(metric);
        return estimate == null ? OptionalDouble.empty() : OptionalDouble.of(estimate.value());
    }

    /// All values by their names, as topics and files hold them.
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        estimates.forEach((metric, estimate) -> values.put(metric.key(), estimate.value()));
        return values;
    }
}
