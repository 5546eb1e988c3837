package io.tidemark.trainer.sweep.prune;

import java.util.List;
import java.util.OptionalDouble;

/// The median rule (D. Golovin et al., "Google Vizier", KDD 2017): a trial ends when the best of its losses so far is
/// worse than the median of the complete trials' losses at the same step.
///
/// @param startupTrials complete trials to wait for, 1 or more
/// @param warmupSteps steps up to this one are never judged
public record MedianPruner(int startupTrials, int warmupSteps) implements Pruner {
    public MedianPruner {
        if (startupTrials < 1) {
            throw new IllegalArgumentException(
                    "Found " + startupTrials + " startup trials of the median rule, expected 1 or more.");
        }
    }

    @Override
    public boolean isHopeless(Curve own, List<Rival> others) {
        int step = own.points().getLast().step();
        double[] losses = others.stream()
                .filter(Rival::isComplete)
                .map(rival -> rival.curve().at(step))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .sorted()
                .toArray();
        if (step <= warmupSteps || losses.length < startupTrials) {
            return false;
        }
        int n = losses.length;
        double median = (losses[(n - 1) / 2] + losses[n / 2]) / 2;
        double best = own.points().stream().mapToDouble(Curve.Point::loss).min().orElseThrow();
        return best > median;
    }
}
