package io.tidemark.model.manifest;

import io.tidemark.model.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Reads the sections that say how a version is watched, renewed and explained: `monitors`, `labels`, `retrain`,
/// `explain`.
final class MonitorsReader {
    private static final Range SHARE = new Range(0, 1);
    private static final Range NOT_NEGATIVE = new Range(0, Double.MAX_VALUE);

    private static final Range CORRELATION_CHANGE = new Range(0, 2);

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final int MAX_EXPLAINED = 10_000;

    private MonitorsReader() {}

    static MonitorsSpec monitors(Section monitors, Task task, List<FeatureSpec> features) {
        List<String> categories = features.stream()
                .filter(FeatureSpec.CategoryFeature.class::isInstance)
                .map(FeatureSpec::name)
                .toList();
        List<String> segments = monitors.texts("segments");
        segments.forEach(segment -> monitors.requireKnown("segments", segment, categories, "a category feature"));
        MonitorsSpec spec = new MonitorsSpec(
                drift(monitors.section("drift")),
                performance(monitors.section("performance"), task),
                segments,
                quality(monitors.section("quality")));
        monitors.close();
        return spec;
    }

    private static QualitySpec quality(Section quality) {
        QualitySpec otherwise = QualitySpec.DEFAULT;
        List<String> off = quality.texts("off");
        off.forEach(check -> quality.requireKnown("off", check, QualitySpec.CHECKS, "a check"));
        QualitySpec spec = new QualitySpec(
                off,
                quality.number("missing", otherwise.missing(), SHARE),
                quality.number("unseen", otherwise.unseen(), SHARE),
                quality.number("out_of_range", otherwise.outOfRange(), SHARE),
                quality.number("outliers", otherwise.outliers(), SHARE),
                quality.number("correlation", otherwise.correlation(), CORRELATION_CHANGE),
                quality.number("spread", otherwise.spread(), SHARE),
                quality.optionalNumber("latency_p99_ms", NOT_NEGATIVE),
                quality.number("dead_letters", otherwise.deadLetters(), SHARE),
                quality.duration("no_traffic", otherwise.noTraffic(), Duration.ofSeconds(1), Duration.ofDays(90)));
        quality.close();
        return spec;
    }

    private static MonitorsSpec.DriftSpec drift(Section drift) {
        Duration pane = drift.duration("pane", Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofDays(1));
        MonitorsSpec.DriftSpec spec = new MonitorsSpec.DriftSpec(
                pane,
                rolling(drift, pane, "a multiple of the pane, " + Durations.format(pane)),
                drift.count("min_rows", 200, 10, 10_000_000),
                drift.number("psi", 0.1, NOT_NEGATIVE),
                drift.number("ks", 0.1, SHARE),
                drift.number("false_alarms_per_week", 1, new Range(1e-6, 1e6)),
                drift.count("confirmations", 2, 1, 100));
        drift.close();
        return spec;
    }

    private static MonitorsSpec.PerformanceSpec performance(Section performance, Task task) {
        String metric = performance.text("metric", MetricNames.ofService(task));
        performance.requireKnown("metric", metric, MetricNames.of(task), "a metric of this task");
        Map<String, Duration> rolling = rolling(performance, SECOND, "a multiple of " + Durations.format(SECOND));
        MonitorsSpec.PerformanceSpec spec = new MonitorsSpec.PerformanceSpec(
                rolling,
                tumbling(performance, rolling),
                metric,
                performance.number("max_worse_pct", 25, NOT_NEGATIVE),
                performance.count("min_labels", 200, 10, 10_000_000),
                rules(performance, task));
        performance.close();
        return spec;
    }

    private static List<PerformanceRule> rules(Section performance, Task task) {
        List<PerformanceRule> rules = new ArrayList<>();
        for (String text : performance.texts("rules")) {
            Optional<PerformanceRule> rule = PerformanceRule.parse(text);
            if (rule.isEmpty()) {
                performance.problem(
                        "rules", "Found '" + text + "', expected a metric, < or >, and a number: within_10pct < 0.65.");
            } else if (performance.requireKnown(
                    "rules", rule.get().metric(), MetricNames.ofRules(task), "a metric of this task")) {
                rules.add(rule.get());
            }
        }
        return rules;
    }

    /// @param unit what lengths are whole numbers of
    /// @param expected the same in words
    private static Map<String, Duration> rolling(Section section, Duration unit, String expected) {
        Duration otherwise = Duration.ofHours(1);
        Map<String, Duration> windows = windows(section, "windows", unit, expected, otherwise, Set.of());
        if (windows.isEmpty()) {
            windows.put("rolling", otherwise);
        }
        return windows;
    }

    private static Map<String, Duration> tumbling(Section section, Map<String, Duration> rolling) {
        return windows(section, "tumbling", SECOND, "whole seconds", Duration.ofDays(1), rolling.keySet());
    }

    /// @param taken names that other windows have
    private static Map<String, Duration> windows(
            Section section, String key, Duration unit, String expected, Duration otherwise, Set<String> taken) {
        Map<String, Duration> windows = new LinkedHashMap<>();
        section.optionalSection(key).ifPresent(named -> {
            for (String name : named.names()) {
                if (taken.contains(name)) {
                    named.problem(name, "Found the name of a rolling window, expected another one.");
                }
                Duration length = named.namedDuration(name, otherwise, SECOND, Duration.ofDays(90));
                if (length.toMillis() % unit.toMillis() != 0) {
                    named.problem(name, "Found " + Durations.format(length) + ", expected " + expected + ".");
                }
                windows.put(name, length);
            }
        });
        return windows;
    }

    static LabelsSpec labels(Section labels) {
        LabelsSpec spec = new LabelsSpec(
                labels.duration("horizon", Duration.ofDays(30), Duration.ofSeconds(1), Duration.ofDays(90)),
                labels.flag("emit_expired", true));
        labels.close();
        return spec;
    }

    static RetrainSpec retrain(Section retrain) {
        RetrainSpec spec = new RetrainSpec(
                retrain.flag("on_drift", true),
                retrain.count("min_labels", 1000, 1, 100_000_000),
                retrain.duration("cooldown", Duration.ofHours(6), Duration.ofSeconds(1), Duration.ofDays(365)),
                retrain.duration("replay_window", Duration.ofDays(30), Duration.ofSeconds(1), Duration.ofDays(3650)),
                retrain.number("replay_share", 0.5, SHARE),
                retrain.count("min_replay_rows", 500, 10, 100_000_000),
                retrain.flag("auto_activate", true),
                rules(retrain));
        requireEnoughTriggers(retrain, spec);
        retrain.close();
        return spec;
    }

    private static RetrainRules rules(Section retrain) {
        RetrainRules otherwise = RetrainRules.DEFAULT;
        return new RetrainRules(
                retrain.choice("drift_severity", RetrainRules.DriftSeverity.class, otherwise.driftSeverity()),
                retrain.optionalNumber("performance_drop_pct", new Range(0.1, 100_000)),
                retrain.has("max_age")
                        ? Optional.of(retrain.duration(
                                "max_age", Duration.ofDays(30), Duration.ofSeconds(1), Duration.ofDays(3650)))
                        : Optional.empty(),
                retrain.has("new_labels")
                        ? OptionalInt.of(retrain.count("new_labels", 10_000, 1, 1_000_000_000))
                        : OptionalInt.empty(),
                retrain.choice("combine", RetrainRules.Combine.class, otherwise.combine()),
                retrain.count("at_least", otherwise.atLeast(), 1, 4),
                retrain.duration("warm_up", otherwise.warmUp(), Duration.ZERO, Duration.ofDays(365)),
                retrain.count("max_per_day", otherwise.maxPerDay(), 1, 1_000));
    }

    /// Triggers that can never come together would be a policy that never asks.
    private static void requireEnoughTriggers(Section retrain, RetrainSpec spec) {
        if (spec.rules().combine() == RetrainRules.Combine.AT_LEAST
                && spec.rules().atLeast() > spec.triggers()) {
            retrain.problem(
                    "at_least",
                    "Found " + spec.rules().atLeast() + ", expected at most the " + spec.triggers()
                            + " triggers that are on: on_drift, performance_drop_pct, max_age, new_labels.");
        }
    }

    static ExplainSpec explain(Section explain) {
        ExplainSpec spec = new ExplainSpec(
                explain.number("share", ExplainSpec.DEFAULT.share(), SHARE),
                explain.count("top", ExplainSpec.DEFAULT.top(), 1, MAX_EXPLAINED));
        explain.close();
        return spec;
    }
}
