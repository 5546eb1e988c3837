package io.tidemark.cli.demo;

import io.tidemark.cli.audit.Invariant;
import io.tidemark.event.Performance;
import io.tidemark.model.Task;
import io.tidemark.stats.metric.Metric;
import io.tidemark.trainer.pipeline.Evaluation;
import io.tidemark.trainer.pipeline.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Live metrics, which the feedback joiner made of requests and late labels, against the same metrics of the same rows,
/// computed from the files in one go.
///
/// @param offline metrics from the files
/// @param live metrics from the topic
record LiveComparison(Map<String, Double> offline, Map<String, Double> live) {
    /// Ranks over very many rows are bounded-error structures; everything else is exact.
    private static final double RELATIVE_TOLERANCE = 1e-9;

    /// @param withheld requests whose label never comes: their rows are left out on both sides
    static LiveComparison of(Evaluation evaluation, Set<String> withheld, Optional<Performance> live) {
        Set<String> withheldRows = withheld.stream().map(LiveComparison::rowOf).collect(Collectors.toSet());
        List<Integer> kept = new ArrayList<>();
        for (int row = 0; row < evaluation.rows(); row++) {
            if (!withheldRows.contains(evaluation.id(row))) {
                kept.add(row);
            }
        }
        double[] actual = kept.stream().mapToDouble(evaluation::actual).toArray();
        double[] scores = kept.stream().mapToDouble(evaluation::score).toArray();
        return new LiveComparison(
                new TreeMap<>(
                        Metrics.report(Task.REGRESSION, actual, scores, 0.5).values()),
                new TreeMap<>(live.map(Performance::getMetrics).orElse(Map.of())));
    }

    /// Row of a request id `steady-<row>-<number>`.
    private static String rowOf(String requestId) {
        return requestId.substring(requestId.indexOf('-') + 1, requestId.lastIndexOf('-'));
    }

    List<Invariant> invariants() {
        List<String> different = new ArrayList<>();
        for (Map.Entry<String, Double> entry : offline.entrySet()) {
            Double found = live.get(entry.getKey());
            boolean ranked = Metric.find(entry.getKey())
                    .filter(metric -> metric == Metric.MEDIAN_APE || metric == Metric.MEDIAN_AE)
                    .isPresent();
            double tolerance = ranked ? 0.01 : RELATIVE_TOLERANCE;
            double expected = entry.getValue();
            if (found == null || Math.abs(found - expected) > tolerance * Math.max(1e-12, Math.abs(expected))) {
                different.add(entry.getKey() + " live " + found + ", offline " + expected);
            }
        }
        return List.of(new Invariant(
                "live metrics equal offline metrics",
                different.isEmpty(),
                different.isEmpty()
                        ? offline.size() + " metrics equal; wmape " + live.get("wmape")
                        : String.join("; ", different)));
    }
}
