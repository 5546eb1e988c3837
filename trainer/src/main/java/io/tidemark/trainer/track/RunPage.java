package io.tidemark.trainer.track;

import java.util.List;
import java.util.Map;

/// What is shown of a run, or of one step of it.
///
/// @param name of the run or step
/// @param seconds how long it took
/// @param parameters by name
/// @param tags by name
/// @param metrics in any order; those of one name are a curve
record RunPage(
        String name, double seconds, Map<String, String> parameters, Map<String, String> tags, List<Point> metrics) {
    RunPage {
        parameters = Map.copyOf(parameters);
        tags = Map.copyOf(tags);
        metrics = List.copyOf(metrics);
    }

    /// A value of a metric.
    ///
    /// @param step place on the curve, from 0
    record Point(String metric, double value, long step) {}
}
