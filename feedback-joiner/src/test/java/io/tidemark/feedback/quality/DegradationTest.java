package io.tidemark.feedback.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Severity;
import io.tidemark.feedback.quality.Degradation.Judgement;
import io.tidemark.model.manifest.MonitorsSpec.PerformanceSpec;
import io.tidemark.model.manifest.PerformanceRule;
import io.tidemark.stats.metric.Interval;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.MetricEstimate;
import io.tidemark.stats.metric.MetricReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DegradationTest {
    private static final Map<String, Duration> WINDOWS = Map.of("fast", Duration.ofMinutes(1));

    @Test
    void aLowerMetricIsLostAboveTheLimit() {
        Degradation mae = new Degradation(new PerformanceSpec(WINDOWS, "mae", 30, 10), Map.of("mae", 100.0));
        assertThat(judge(mae, Metric.MAE, 129, 120, 138).severity()).isEmpty();
        assertThat(judge(mae, Metric.MAE, 131, 120, 142).severity()).contains(Severity.MEDIUM);
        assertThat(judge(mae, Metric.MAE, 170, 120, 220).severity()).contains(Severity.HIGH);
        assertThat(judge(mae, Metric.MAE, 131, 120, 142).limit()).isEqualTo(130);
        assertThat(judge(mae, Metric.MAE, 10, 5, 15).severity()).isEmpty();
    }

    @Test
    void aHigherMetricIsLostBelowTheLimit() {
        Degradation auc = new Degradation(new PerformanceSpec(WINDOWS, "auc", 5, 10), Map.of("auc", 0.8));
        assertThat(judge(auc, Metric.AUC, 0.77, 0.75, 0.79).severity()).isEmpty();
        assertThat(judge(auc, Metric.AUC, 0.75, 0.72, 0.78).severity()).contains(Severity.MEDIUM);
        assertThat(judge(auc, Metric.AUC, 0.70, 0.67, 0.73).severity()).contains(Severity.HIGH);
        assertThat(judge(auc, Metric.AUC, 0.75, 0.72, 0.78).limit()).isEqualTo(0.76);
        assertThat(judge(auc, Metric.AUC, 0.95, 0.9, 0.99).severity()).isEmpty();
    }

    @Test
    void aLossWithinTheNoiseIsNone() {
        Degradation mae = new Degradation(new PerformanceSpec(WINDOWS, "mae", 30, 10), Map.of("mae", 100.0));
        assertThat(judge(mae, Metric.MAE, 140, 99, 181).severity()).isEmpty();
        assertThat(judge(mae, Metric.MAE, 140, 101, 179).severity()).contains(Severity.MEDIUM);
    }

    @Test
    void tooFewLabelsOrNoBaselineIsNoJudgement() {
        PerformanceSpec spec = new PerformanceSpec(WINDOWS, "mae", 30, 10);
        MetricReport bad = report(Metric.MAE, 500, 400, 600, 10);
        assertThat(new Degradation(spec, Map.of("mae", 100.0)).judge(bad)).isPresent();
        assertThat(new Degradation(spec, Map.of("mae", 100.0)).judge(report(Metric.MAE, 500, 400, 600, 9)))
                .isEmpty();
        assertThat(new Degradation(spec, Map.of()).judge(bad)).isEmpty();
        assertThat(new Degradation(spec, Map.of("mae", 100.0)).judge(report(Metric.RMSE, 500, 400, 600, 10)))
                .isEmpty();
    }

    @Test
    void aRuleIsBrokenByTheValueAndItsWholeInterval() {
        PerformanceRule rule = new PerformanceRule("within_10pct", true, 0.65);
        Degradation rules = new Degradation(
                new PerformanceSpec(WINDOWS, Map.of(), "mae", 30, 10, List.of(rule)), Map.of("mae", 100.0));

        assertThat(rules.judgeRules(report(Metric.WITHIN_10PCT, 0.6, 0.55, 0.64, 100)))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.severity()).contains(Severity.MEDIUM);
                    assertThat(found.rule()).contains(rule);
                    assertThat(found.limit()).isEqualTo(0.65);
                });
        assertThat(rules.judgeRules(report(Metric.WITHIN_10PCT, 0.6, 0.5, 0.7, 100)))
                .singleElement()
                .satisfies(found -> assertThat(found.severity()).isEmpty());
        assertThat(rules.judgeRules(report(Metric.WITHIN_10PCT, 0.6, 0.55, 0.64, 9)))
                .isEmpty();
        assertThat(rules.judgeRules(report(Metric.MAE, 500, 400, 600, 100))).isEmpty();
    }

    @Test
    void aRuleMayBeAnUpperBound() {
        Degradation rules = new Degradation(
                new PerformanceSpec(WINDOWS, Map.of(), "mae", 30, 10, List.of(new PerformanceRule("mae", false, 50))),
                Map.of());

        assertThat(rules.judgeRules(report(Metric.MAE, 60, 51, 69, 100))
                        .getFirst()
                        .severity())
                .isPresent();
        assertThat(rules.judgeRules(report(Metric.MAE, 60, 49, 71, 100))
                        .getFirst()
                        .severity())
                .isEmpty();
    }

    private static Judgement judge(Degradation degradation, Metric metric, double value, double low, double high) {
        return degradation.judge(report(metric, value, low, high, 100)).orElseThrow();
    }

    private static MetricReport report(Metric metric, double value, double low, double high, long rows) {
        return new MetricReport(
                rows, 0, Map.of(metric, new MetricEstimate(value, Optional.of(new Interval(low, high)), 0)));
    }
}
