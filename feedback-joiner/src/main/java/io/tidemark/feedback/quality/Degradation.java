package io.tidemark.feedback.quality;

import io.tidemark.event.Severity;
import io.tidemark.model.manifest.MonitorsSpec.PerformanceSpec;
import io.tidemark.model.manifest.PerformanceRule;
import io.tidemark.stats.metric.Interval;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.MetricDirection;
import io.tidemark.stats.metric.MetricEstimate;
import io.tidemark.stats.metric.MetricReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether a window is worse than the version was at training time: by more than the manifest allows (effect), and
/// with its whole 95 % interval (significance). And whether it breaks a rule of the manifest.
public final class Degradation {
    /// This many times the allowed loss is urgent.
    private static final double URGENT = 2;

    private final PerformanceSpec spec;
    private final Map<String, Double> baseline;

    /// @param baseline metrics on the test rows by name
    public Degradation(PerformanceSpec spec, Map<String, Double> baseline) {
        this.spec = spec;
        this.baseline = baseline;
    }

    /// Judges a window by the rules; nothing when there is too little to judge. A rule is broken by the value and its
    /// whole interval.
    public List<Judgement> judgeRules(MetricReport live) {
        List<Judgement> found = new ArrayList<>();
        for (PerformanceRule rule : live.rows() < spec.minLabels() ? List.<PerformanceRule>of() : spec.rules()) {
            Metric.find(rule.metric())
                    .flatMap(metric -> live.find(metric).map(estimate -> judge(metric, rule, estimate)))
                    .ifPresent(found::add);
        }
        return found;
    }

    private static Judgement judge(Metric metric, PerformanceRule rule, MetricEstimate live) {
        boolean isBroken = rule.isBrokenBy(live.value())
                && live.interval()
                        .map(interval -> rule.isBrokenBy(rule.below() ? interval.high() : interval.low()))
                        .orElse(true);
        return new Judgement(
                metric,
                live.value(),
                rule.limit(),
                rule.limit(),
                isBroken ? Optional.of(Severity.MEDIUM) : Optional.empty(),
                Optional.of(rule));
    }

    /// Judges a window; empty when there is too little to judge.
    public Optional<Judgement> judge(MetricReport live) {
        Optional<Metric> metric = Metric.find(spec.metric());
        Double base = baseline.get(spec.metric());
        if (metric.isEmpty() || base == null || live.rows() < spec.minLabels()) {
            return Optional.empty();
        }
        return live.find(metric.get()).map(estimate -> judge(metric.get(), base, estimate));
    }

    private Judgement judge(Metric metric, double base, MetricEstimate live) {
        MetricDirection direction = metric.direction();
        double allowed = Math.abs(base) * spec.maxWorsePct() / 100;
        double lost = direction.loss(live.value()) - direction.loss(base);
        boolean significant = live.interval()
                .map(interval -> best(direction, interval) > direction.loss(base))
                .orElse(true);
        double limit = direction.isBetter(base + allowed, base) ? base - allowed : base + allowed;
        Optional<Severity> severity = lost > allowed && significant
                ? Optional.of(lost > URGENT * allowed ? Severity.HIGH : Severity.MEDIUM)
                : Optional.empty();
        return new Judgement(metric, live.value(), base, limit, severity, Optional.empty());
    }

    private static double best(MetricDirection direction, Interval interval) {
        return Math.min(direction.loss(interval.low()), direction.loss(interval.high()));
    }

    /// What came of it.
    ///
    /// @param value over the window
    /// @param baseline at training time; of a rule, its limit
    /// @param limit value from which on it counts as lost
    /// @param severity how bad it is; empty: within the limits
    /// @param rule the rule that says so; empty: the comparison with training time
    public record Judgement(
            Metric metric,
            double value,
            double baseline,
            double limit,
            Optional<Severity> severity,
            Optional<PerformanceRule> rule) {}
}
