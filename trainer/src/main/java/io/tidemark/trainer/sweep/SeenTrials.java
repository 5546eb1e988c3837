package io.tidemark.trainer.sweep;

import io.tidemark.trainer.sweep.suggest.Evidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Ended trials as points and losses.
///
/// Trials that ended without a value count too, so that their neighbourhood is avoided: a failed one as the worst
/// complete trial, a pruned one as its last value, but never better than the median of the complete ones. Without a
/// complete trial they are only known to be tried.
final class SeenTrials {
    private final SweepSettings settings;
    private final Collection<TrialRecord> trials;
    private final double[] sorted;

    SeenTrials(SweepSettings settings, Collection<TrialRecord> trials) {
        this.settings = settings;
        this.trials = trials;
        this.sorted = trials.stream()
                .map(TrialRecord::result)
                .filter(TrialResult.Completed.class::isInstance)
                .mapToDouble(result -> settings.direction().loss(((TrialResult.Completed) result).value()))
                .sorted()
                .toArray();
    }

    /// @param pending values that are being tried
    Evidence evidence(List<Map<String, Object>> pending) {
        List<Evidence.Observation> observed = new ArrayList<>();
        List<Evidence.Point> unknown = new ArrayList<>();
        for (TrialRecord trial : trials) {
            if (sorted.length == 0) {
                unknown.add(point(trial.parameters()));
            } else {
                observed.add(new Evidence.Observation(point(trial.parameters()), loss(trial.result())));
            }
        }
        pending.forEach(values -> unknown.add(point(values)));
        return new Evidence(settings.space(), observed, unknown);
    }

    private double loss(TrialResult result) {
        double worst = sorted[sorted.length - 1];
        return switch (result) {
            case TrialResult.Completed completed -> settings.direction().loss(completed.value());
            case TrialResult.Pruned pruned -> {
                double last = settings.direction().loss(pruned.value());
                double median = sorted[sorted.length / 2];
                yield Double.isFinite(last) ? Math.max(last, median) : worst;
            }
            case TrialResult.Failed failed -> worst;
        };
    }

    private Evidence.Point point(Map<String, Object> values) {
        return new Evidence.Point(settings.space().point(values));
    }

    @Override
    public String toString() {
        return trials.size() + " trials, complete ones with losses " + Arrays.toString(sorted);
    }
}
