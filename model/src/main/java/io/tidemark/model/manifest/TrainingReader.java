package io.tidemark.model.manifest;

import io.tidemark.model.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the sections that say how a version is made: `split`, `selection`, `gates`.
final class TrainingReader {
    private static final Range SHARE = new Range(0, 1);
    private static final Range OVERFIT = new Range(1, 1000);
    private static final Range NOT_NEGATIVE = new Range(0, Double.MAX_VALUE);

    private TrainingReader() {}

    static SplitSpec split(Section split) {
        double test = split.number("test", 0.2, SHARE);
        if (test == 0 || test == 1) {
            split.problem("test", "Found " + test + ", expected a share above 0 and below 1.");
        }
        SplitSpec.By by = split.choice("by", SplitSpec.By.class, SplitSpec.By.RANDOM);
        Optional<String> column = split.optionalText("column");
        if (by == SplitSpec.By.TIME && column.isEmpty()) {
            split.problem("column", "Found none, expected the column that holds the time of a row, for by: time.");
        }
        SplitSpec spec = new SplitSpec(test, split.seed("seed", 42), by, column);
        split.close();
        return spec;
    }

    static SelectionSpec selection(Section selection, Task task) {
        String metric = selection.text("metric", MetricNames.ofSelection(task));
        selection.requireKnown("metric", metric, MetricNames.of(task), "a metric of this task");
        int folds = selection.count("folds", 5, 2, 50);
        boolean race = selection.flag("race", true);
        double overfit = selection.number("overfit", 3, new Range(1, 1000));
        List<Algorithm> possible = Algorithm.forTask(task);
        List<String> keys = possible.stream().map(Algorithm::key).toList();
        Section algorithms = selection.section("algorithms");
        List<SelectionSpec.Candidate> candidates = new ArrayList<>();
        for (String key : algorithms.names()) {
            if (algorithms.requireKnown(key, key, keys, "an algorithm for this task")) {
                Algorithm algorithm = possible.get(keys.indexOf(key));
                var grid = algorithms.grid(key);
                grid.forEach((parameter, values) -> {
                    if (algorithms.requireKnown(key, parameter, List.copyOf(algorithm.parameters()), "a parameter")) {
                        values.forEach(value -> algorithm
                                .fault(parameter, value)
                                .ifPresent(fault -> algorithms.problem(key, parameter + ": " + fault)));
                    }
                });
                candidates.add(new SelectionSpec.Candidate(algorithm, grid));
            }
        }
        if (algorithms.names().isEmpty()) {
            selection.problem("algorithms", "Found none, expected at least one of " + String.join(", ", keys) + ".");
        }
        selection.close();
        return new SelectionSpec(metric, folds, race, overfit, candidates);
    }

    static GatesSpec gates(Section gates, Task task, List<FeatureSpec> features) {
        Optional<GatesSpec.ChampionGate> champion = gates.optionalSection("champion")
                .map(section -> {
                    String metric = section.text("metric", MetricNames.ofSelection(task));
                    section.requireKnown("metric", metric, MetricNames.of(task), "a metric of this task");
                    double confidence = section.number("confidence", 0.95, SHARE);
                    if (confidence == 0 || confidence == 1) {
                        section.problem(
                                "confidence", "Found " + confidence + ", expected a level above 0 and below 1.");
                    }
                    var gate = new GatesSpec.ChampionGate(
                            metric, section.number("max_worse_pct", 2, NOT_NEGATIVE), confidence);
                    section.close();
                    return gate;
                });
        Section limits = gates.section("limits");
        Map<String, Double> values = new LinkedHashMap<String, Double>();
        for (String metric : limits.names()) {
            limits.requireKnown(metric, metric, MetricNames.of(task), "a metric of this task");
            values.put(metric, limits.namedNumber(metric));
        }
        List<GatesSpec.FairnessGate> fairness = fairness(gates, task, features);
        GatesSpec spec = new GatesSpec(
                champion,
                values,
                gates.number("parity", 1e-6, NOT_NEGATIVE),
                gates.number("latency_us", 1000, NOT_NEGATIVE),
                gates.number("size_mb", 100, NOT_NEGATIVE),
                gates.optionalNumber("stability_pct", NOT_NEGATIVE),
                gates.optionalNumber("overfit", OVERFIT),
                fairness);
        gates.close();
        return spec;
    }

    private static List<GatesSpec.FairnessGate> fairness(Section gates, Task task, List<FeatureSpec> features) {
        List<String> groups = features.stream()
                .filter(feature -> !(feature instanceof FeatureSpec.NumberFeature))
                .map(FeatureSpec::name)
                .toList();
        List<GatesSpec.FairnessGate> fairness = new ArrayList<>();
        for (Section section : gates.sections("fairness")) {
            String by = section.text("by");
            section.requireKnown("by", by, groups, "a category or boolean feature");
            String metric = section.text("metric", MetricNames.ofFairness(task));
            section.requireKnown("metric", metric, MetricNames.of(task), "a metric of this task");
            fairness.add(new GatesSpec.FairnessGate(
                    by,
                    metric,
                    section.number("max_gap_pct", 50, NOT_NEGATIVE),
                    section.count("min_rows", 100, 1, Integer.MAX_VALUE)));
            section.close();
        }
        return fairness;
    }
}
