package io.tidemark.trainer.sweep;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a sweep found.
///
/// @param trials all that ended, by number
public record SweepResult(SweepSettings settings, List<TrialRecord> trials) {
    public SweepResult {
        trials = List.copyOf(trials);
    }

    /// The best complete trial, the first of equals; empty when none is complete.
    public Optional<TrialRecord> best() {
        TrialRecord best = null;
        for (TrialRecord trial : trials) {
            if (trial.result() instanceof TrialResult.Completed
                    && (best == null || settings.direction().isBetter(value(trial), value(best)))) {
                best = trial;
            }
        }
        return Optional.ofNullable(best);
    }

    /// The best value of the trials up to each one; NaN before the first complete one.
    public double[] bestSoFar() {
        double[] best = new double[trials.size()];
        double soFar = Double.NaN;
        for (int i = 0; i < best.length; i++) {
            if (trials.get(i).result() instanceof TrialResult.Completed completed
                    && (Double.isNaN(soFar) || settings.direction().isBetter(completed.value(), soFar))) {
                soFar = completed.value();
            }
            best[i] = soFar;
        }
        return best;
    }

    /// The value of a complete or pruned trial, NaN for a failed one.
    public static double value(TrialRecord trial) {
        return switch (trial.result()) {
            case TrialResult.Completed completed -> completed.value();
            case TrialResult.Pruned pruned -> pruned.value();
            case TrialResult.Failed failed -> Double.NaN;
        };
    }

    /// Number of trials that ended so.
    ///
    /// @param state as [TrialResult#state] says it
    public long count(String state) {
        return trials.stream()
                .filter(trial -> trial.result().state().equals(state))
                .count();
    }

    @Override
    public String toString() {
        return trials.size() + " trials, best so far " + Arrays.toString(bestSoFar());
    }
}
