package io.tidemark.feedback.topology;

import io.tidemark.event.MetricInterval;
import io.tidemark.feedback.quality.PaneTotals;
import io.tidemark.feedback.terms.VersionTerms;
import io.tidemark.stats.expect.Calibration;
import io.tidemark.stats.expect.ExpectedBinary;
import io.tidemark.stats.expect.ExpectedQuality;
import io.tidemark.stats.expect.ExpectedRegression;
import io.tidemark.stats.metric.BinaryAccumulator;
import io.tidemark.stats.metric.CalibrationBin;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.MetricReport;
import io.tidemark.stats.quantile.QuantileCounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a performance record says beside the metrics' values, each by name.
final class PerformanceDetail {
    private PerformanceDetail() {}

    /// Intervals of 95 %.
    static Map<String, MetricInterval> intervals(MetricReport report) {
        Map<String, MetricInterval> intervals = new HashMap<>();
        report.estimates()
                .forEach((metric, estimate) -> estimate.interval()
                        .ifPresent(interval ->
                                intervals.put(metric.key(), new MetricInterval(interval.low(), interval.high()))));
        return intervals;
    }

    /// How far metrics may be from the exact ones; those that are exact are left out.
    static Map<String, Double> errorBounds(MetricReport report) {
        Map<String, Double> bounds = new HashMap<>();
        report.estimates().forEach((metric, estimate) -> {
            if (estimate.errorBound() > 0) {
                bounds.put(metric.key(), estimate.errorBound());
            }
        });
        return bounds;
    }

    /// Quantiles of the times from request to label, milliseconds.
    static Map<String, Double> labelDelays(PaneTotals totals) {
        Map<String, Double> quantiles = new HashMap<>();
        QuantileCounts delays = totals.delays();
        if (delays != null) {
            delays.quantile(0.5).ifPresent(value -> quantiles.put("p50", value));
            delays.quantile(0.9).ifPresent(value -> quantiles.put("p90", value));
            delays.quantile(0.99).ifPresent(value -> quantiles.put("p99", value));
            delays.max().ifPresent(value -> quantiles.put("max", value));
        }
        return quantiles;
    }

    /// What is to be expected of all predictions, their labels come or not.
    ///
    /// @param all quality of the version since its beginning: its labels calibrate the probabilities
    static Map<String, Double> estimated(PaneTotals totals, VersionTerms terms, PaneTotals all) {
        ExpectedQuality expected = totals.expected();
        if (expected == null) {
            return Map.of();
        }
        Map<Metric, Double> estimates = switch (expected) {
            case ExpectedBinary binary -> {
                List<CalibrationBin> seen =
                        all.metrics() instanceof BinaryAccumulator labelled ? labelled.calibration() : List.of();
                yield binary.estimate(terms.threshold(), Calibration.of(seen));
            }
            case ExpectedRegression regression ->
                terms.errors()
                        .map(errors -> regression.estimate(errors.reference(), terms.baseline()))
                        .orElse(Map.of());
        };
        Map<String, Double> byName = new HashMap<>();
        estimates.forEach((metric, value) -> byName.put(metric.key(), value));
        return byName;
    }
}
