package io.tidemark.trainer.sweep;

import io.tidemark.stats.metric.MetricDirection;
import io.tidemark.trainer.sweep.prune.Curve;
import io.tidemark.trainer.sweep.prune.Pruner;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A trial that runs. Used by one thread at a time.
public final class Trial {
    private final int number;
    private final TrialRecord.Origin origin;
    private final Map<String, Object> parameters;
    private final MetricDirection direction;
    private final Pruner pruner;
    private final List<Pruner.Rival> rivals;
    private Curve curve = Curve.EMPTY;
    private double lastValue = Double.NaN;
    private boolean isPruned;
    private final Map<String, Long> found = new TreeMap<>();

    Trial(
            int number,
            TrialRecord.Origin origin,
            Map<String, Object> parameters,
            SweepSettings settings,
            List<Pruner.Rival> rivals) {
        this.number = number;
        this.origin = origin;
        this.parameters = parameters;
        this.direction = settings.direction();
        this.pruner = settings.pruner();
        this.rivals = rivals;
    }

    /// Number of the trial, from 0.
    public int number() {
        return number;
    }

    /// Values to try, by name: [Double] for floats, [Long] for whole numbers, categories as given.
    public Map<String, Object> parameters() {
        return parameters;
    }

    /// The value of a parameter that is a number.
    ///
    /// @throws IllegalArgumentException when the space has no such parameter
    public double real(String name) {
        if (value(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("Found " + name + " = " + value(name) + ", expected a number.");
    }

    /// The value of a parameter that is a whole number.
    ///
    /// @throws IllegalArgumentException when the space has no such parameter
    public long count(String name) {
        if (value(name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("Found " + name + " = " + value(name) + ", expected a whole number.");
    }

    /// The value of any parameter.
    ///
    /// @throws IllegalArgumentException when the space has no such parameter
    public Object value(String name) {
        Object value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "Found no parameter " + name + " in the sweep, expected one of " + parameters.keySet() + ".");
        }
        return value;
    }

    /// Tells the objective's value so far.
    ///
    /// @param step how far the trial is: trees, rows, folds; ascending
    /// @param value the objective's value there
    /// @return whether to go on; if not, the trial ends as pruned and what it returns does not count
    public boolean report(int step, double value) {
        if (!isPruned) {
            curve = curve.with(step, direction.loss(value));
            lastValue = value;
            isPruned = pruner.isHopeless(curve, rivals);
        }
        return !isPruned;
    }

    /// Keeps what the objective found by itself: a number of trees that early stopping chose, for example.
    public void found(String name, long value) {
        found.put(name, value);
    }

    TrialRecord ended(TrialResult result, double seconds) {
        return new TrialRecord(number, origin, parameters, result, curve, found, seconds);
    }

    TrialResult resultOf(double value) {
        if (isPruned) {
            return new TrialResult.Pruned(lastValue);
        }
        if (!Double.isFinite(value)) {
            return new TrialResult.Failed("The objective gave " + value + ", expected a finite number.");
        }
        return new TrialResult.Completed(value);
    }
}
