package io.tidemark.model.manifest;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.RolloutSpec.Approval;
import io.tidemark.model.manifest.RolloutSpec.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads the section that says how an approved version takes the champion's place: `rollout`.
final class RolloutReader {
    private static final List<Double> STAGES = List.of(1.0, 5.0, 25.0, 50.0);
    private static final Range STAGE = new Range(0.01, 99);
    private static final Range ALPHA = new Range(1e-6, 0.5);
    private static final Range PERCENT = new Range(0, 99);
    private static final Range NOT_NEGATIVE = new Range(0, Double.MAX_VALUE);
    private static final int MOST_LABELS = 100_000_000;

    private RolloutReader() {}

    static RolloutSpec rollout(Section rollout, Task task) {
        String metric = rollout.text("metric", MetricNames.ofRollout(task).getFirst());
        rollout.requireKnown("metric", metric, MetricNames.ofRollout(task), "a metric that is a mean over rows");
        RolloutSpec spec = new RolloutSpec(
                rollout.choice("strategy", Strategy.class, Strategy.DIRECT),
                stages(rollout),
                metric,
                rollout.number("min_effect_pct", 0, PERCENT),
                rollout.number("alpha", 0.05, ALPHA),
                rollout.count("min_labels", 100, 1, MOST_LABELS),
                rollout.duration("maturity", Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofDays(90)),
                rollout.duration("max_age", Duration.ofDays(7), Duration.ofSeconds(1), Duration.ofDays(365)),
                rollout.choice("approval", Approval.class, Approval.AUTOMATIC),
                rollout.number("max_slower_pct", 100, NOT_NEGATIVE),
                rollout.number("max_dead_letter_pct", 1, new Range(0, 100)));
        rollout.close();
        return spec;
    }

    private static List<Double> stages(Section rollout) {
        Optional<List<Double>> found = rollout.numbers("stages", STAGE);
        List<Double> stages = found.orElse(STAGES);
        for (int i = 0; i < stages.size(); i++) {
            double hundredfold = stages.get(i) * 100;
            boolean ascends = i == 0 || stages.get(i) > stages.get(i - 1);
            if (!ascends || Math.abs(hundredfold - Math.rint(hundredfold)) > 1e-9) {
                rollout.problem(
                        "stages", "Found " + stages + ", expected ascending percentages with two decimals at most.");
                return STAGES;
            }
        }
        return stages.isEmpty() ? STAGES : stages;
    }
}
