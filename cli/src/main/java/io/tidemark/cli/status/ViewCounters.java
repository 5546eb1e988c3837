package io.tidemark.cli.status;

import io.tidemark.cli.status.Status.ViewUse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the counters of views in what the services tell Prometheus.
final class ViewCounters {
    private static final Pattern LINE =
            Pattern.compile("^tidemark_view_values_total\\{(.*)} ([0-9.Ee+]+)$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private ViewCounters() {}

    /// One entry per model and view, in the order of their names.
    ///
    /// @param text Prometheus' text format
    static List<ViewUse> read(String text) {
        Map<String, Map<String, Map<String, Long>>> counts = new TreeMap<>();
        for (MatchResult line : (Iterable<MatchResult>) LINE.matcher(text).results()::iterator) {
            String labels = line.group(1);
            counts.computeIfAbsent(label(labels, "model"), model -> new TreeMap<>())
                    .computeIfAbsent(label(labels, "view"), view -> new TreeMap<>())
                    .merge(label(labels, "outcome"), (long) Double.parseDouble(line.group(2)), Long::sum);
        }
        return counts.entrySet().stream()
                .flatMap(model -> model.getValue().entrySet().stream()
                        .map(view -> use(model.getKey(), view.getKey(), view.getValue())))
                .toList();
    }

    private static ViewUse use(String model, String view, Map<String, Long> outcomes) {
        return new ViewUse(
                model,
                view,
                outcomes.getOrDefault("hit", 0L),
                outcomes.getOrDefault("stale", 0L),
                outcomes.getOrDefault("miss", 0L),
                outcomes.getOrDefault("misplaced", 0L),
                outcomes.getOrDefault("given", 0L));
    }

    private static String label(String labels, String name) {
        Matcher matcher = LABEL.matcher(labels);
        while (matcher.find()) {
            if (matcher.group(1).equals(name)) {
                return matcher.group(2);
            }
        }
        return "";
    }
}
