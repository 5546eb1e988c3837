package io.tidemark.trainer.gates;

import io.tidemark.stats.metric.Metric;
import io.tidemark.trainer.pipeline.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Worst acceptable metrics.
final class LimitGate implements Gate {
    private final Map<String, Double> limits;

    LimitGate(Map<String, Double> limits) {
        this.limits = limits;
    }

    @Override
    public List<GateFinding> judge(Evidence evidence) {
        List<GateFinding> findings = new ArrayList<>();
        limits.forEach((key, limit) -> {
            Metric metric = Metrics.require(key);
            OptionalDouble value = evidence.evaluation().report().value(metric);
            findings.add(new GateFinding(
                    "limit " + key,
                    value.isPresent() && !Compared.worse(metric, value.getAsDouble(), limit),
                    value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty(),
                    Optional.of(limit),
                    key + " is " + (value.isPresent() ? Compared.shown(value.getAsDouble()) : "not defined")
                            + ", required " + Compared.sign(metric) + " " + Compared.shown(limit)));
        });
        return findings;
    }
}
