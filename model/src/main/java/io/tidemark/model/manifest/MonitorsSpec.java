package io.tidemark.model.manifest;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// How the live model is watched.
///
/// @param drift distance of the live features from the training data
/// @param performance live quality
/// @param segments category features whose values are watched apart
/// @param quality soundness of the live data
public record MonitorsSpec(DriftSpec drift, PerformanceSpec performance, List<String> segments, QualitySpec quality) {
    public MonitorsSpec {
        segments = List.copyOf(segments);
    }

    /// When live features count as drifted.
    ///
    /// @param pane shortest stretch of event time that is counted apart; windows are whole numbers of panes
    /// @param windows lengths of the rolling windows by name, one or more
    /// @param minRows rows that a window needs before it is judged
    /// @param psi smallest population stability index that matters (effect size), from 0
    /// @param ks smallest Kolmogorov-Smirnov distance that matters (effect size), 0 to 1
    /// @param falseAlarmsPerWeek false alarms that are tolerated, for the model as a whole
    /// @param confirmations consecutive judgements that must agree before an alert opens or resolves
    public record DriftSpec(
            Duration pane,
            Map<String, Duration> windows,
            int minRows,
            double psi,
            double ks,
            double falseAlarmsPerWeek,
            int confirmations) {
        /// Length of the shortest window.
        public Duration shortestWindow() {
            return Collections.min(windows.values());
        }

        /// Length of the longest window.
        public Duration longestWindow() {
            return Collections.max(windows.values());
        }
    }

    /// When live quality counts as lost.
    ///
    /// @param windows lengths of the rolling windows by name, one or more
    /// @param tumbling lengths of the windows that lie side by side by name; they are measured and not judged
    /// @param metric metric that raises the alert
    /// @param maxWorsePct how much worse than at training time it may become, percent, from 0
    /// @param minLabels labelled rows that a window, or a segment of it, needs before it is judged
    /// @param rules bounds that hold whatever training reached, for the whole traffic and for each segment
    public record PerformanceSpec(
            Map<String, Duration> windows,
            Map<String, Duration> tumbling,
            String metric,
            double maxWorsePct,
            int minLabels,
            List<PerformanceRule> rules) {
        public PerformanceSpec {
            rules = List.copyOf(rules);
        }

        /// Without rules.
        public PerformanceSpec(Map<String, Duration> windows, String metric, double maxWorsePct, int minLabels) {
            this(windows, Map.of(), metric, maxWorsePct, minLabels, List.of());
        }

        /// Length of the shortest window.
        public Duration shortestWindow() {
            return Collections.min(windows.values());
        }

        /// Length of the longest window.
        public Duration longestWindow() {
            return Collections.max(windows.values());
        }
    }
}
