package io.tidemark.trainer.gates;

import io.tidemark.model.manifest.GatesSpec;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.stats.metric.Metric;
import io.tidemark.trainer.pipeline.Metrics;
import io.tidemark.trainer.pipeline.Segments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// No group of rows is served much worse than another.
final class FairnessGate implements Gate {
    private final ModelManifest manifest;
    private final GatesSpec.FairnessGate spec;

    FairnessGate(ModelManifest manifest, GatesSpec.FairnessGate spec) {
        this.manifest = manifest;
        this.spec = spec;
    }

    @Override
    public List<GateFinding> judge(Evidence evidence) {
        Metric metric = Metrics.require(spec.metric());
        List<Group> groups = new ArrayList<>();
        for (Segments.Segment segment : Segments.by(manifest, spec.by(), evidence.rows(), evidence.evaluation())
                .segments()) {
            segment.report().value(metric).ifPresent(value -> {
                if (segment.rows() >= spec.minRows()) {
                    groups.add(new Group(segment.name(), value));
                }
            });
        }
        String gate = "fairness " + spec.by();
        if (groups.size() < 2) {
            return List.of(new GateFinding(
                    gate,
                    true,
                    Optional.empty(),
                    Optional.of(spec.maxGapPct()),
                    "not compared: fewer than two groups of " + spec.by() + " have " + spec.minRows() + " rows and a "
                            + metric.key()));
        }
        groups.sort(Comparator.comparingDouble(group -> metric.direction().loss(group.value())));
        Group best = groups.getFirst();
        Group worst = groups.getLast();
        double gapPct = 100 * Compared.loss(metric, worst.value(), best.value()) / Math.abs(best.value());
        boolean passed = worst.value() == best.value() || gapPct <= spec.maxGapPct();
        return List.of(new GateFinding(
                gate,
                passed,
                Optional.of(gapPct).filter(Double::isFinite),
                Optional.of(spec.maxGapPct()),
                metric.key() + " is " + Compared.shown(worst.value()) + " for " + spec.by() + " " + worst.name()
                        + " and " + Compared.shown(best.value()) + " for " + best.name() + ": "
                        + Compared.shown(gapPct) + " % worse, allowed " + Compared.shown(spec.maxGapPct()) + " %"));
    }

    private record Group(String name, double value) {}
}
