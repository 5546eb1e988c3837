package io.tidemark.trainer.sweep;

import io.tidemark.stats.metric.MetricDirection;
import io.tidemark.trainer.sweep.prune.MedianPruner;
import io.tidemark.trainer.sweep.prune.Pruner;
import io.tidemark.trainer.sweep.space.SearchSpace;
import java.util.List;
import java.util.Map;

/// What a sweep does. All of it decides what is tried, except `trials`: a journal may be continued with more of them.
///
/// @param space what varies
/// @param direction which values are better
/// @param method how the next trial is found
/// @param trials trials in all, 1 or more
/// @param initialTrials trials that fill the space evenly before the method takes over, besides the given ones
/// @param inFlight trials that may run at the same time, 1 or more; each begins without the results of the
/// `inFlight` - 1 trials before it, whether they have ended or not, so that threads and their luck change nothing
/// @param seed of all that is random
/// @param pruner ends poor trials early
/// @param given values to try first: known good ones, or a former sweep's best
public record SweepSettings(
        SearchSpace space,
        MetricDirection direction,
        SweepMethod method,
        int trials,
        int initialTrials,
        int inFlight,
        long seed,
        Pruner pruner,
        List<Map<String, Object>> given) {
    public static final int DEFAULT_TRIALS = 50;
    public static final int DEFAULT_INITIAL_TRIALS = 10;

    public SweepSettings {
        if (trials < 1 || initialTrials < 0 || inFlight < 1) {
            throw new IllegalArgumentException("Found a sweep of " + trials + " trials, " + initialTrials
                    + " of them initial and " + inFlight + " in flight, expected 1, 0 and 1 or more.");
        }
        // Numbers take the type of their parameter: 5 is 5.0 for a float.
        given = given.stream().map(values -> space.values(space.point(values))).toList();
    }

    /// 50 trials of the Gaussian process, one after the other, with the median rule after ten complete ones.
    public static SweepSettings of(SearchSpace space, MetricDirection direction, long seed) {
        return new SweepSettings(
                space,
                direction,
                SweepMethod.GAUSSIAN_PROCESS,
                DEFAULT_TRIALS,
                DEFAULT_INITIAL_TRIALS,
                1,
                seed,
                new MedianPruner(DEFAULT_INITIAL_TRIALS, 0),
                List.of());
    }

    public SweepSettings withMethod(SweepMethod other) {
        return new SweepSettings(space, direction, other, trials, initialTrials, inFlight, seed, pruner, given);
    }

    public SweepSettings withTrials(int other) {
        return new SweepSettings(space, direction, method, other, initialTrials, inFlight, seed, pruner, given);
    }

    public SweepSettings withInitialTrials(int other) {
        return new SweepSettings(space, direction, method, trials, other, inFlight, seed, pruner, given);
    }

    public SweepSettings withInFlight(int other) {
        return new SweepSettings(space, direction, method, trials, initialTrials, other, seed, pruner, given);
    }

    public SweepSettings withPruner(Pruner other) {
        return new SweepSettings(space, direction, method, trials, initialTrials, inFlight, seed, other, given);
    }

    public SweepSettings withGiven(List<Map<String, Object>> other) {
        return new SweepSettings(space, direction, method, trials, initialTrials, inFlight, seed, pruner, other);
    }
}
