package io.tidemark.trainer.sweep;

import io.tidemark.stats.metric.MetricDirection;
import io.tidemark.trainer.sweep.space.CategoricalParameter;
import io.tidemark.trainer.sweep.space.FloatParameter;
import io.tidemark.trainer.sweep.space.IntParameter;
import io.tidemark.trainer.sweep.space.SearchSpace;
import java.util.List;

/// An objective whose best value, 0, is at rate 0.1, 31 leaves and loss l2.
final class Bowl {
    static final SearchSpace SPACE = new SearchSpace(List.of(
            new FloatParameter("rate", 0.001, 1, true),
            new IntParameter("leaves", 4, 256, true),
            new CategoricalParameter("loss", List.of("l1", "l2", "huber"))));

    private Bowl() {}

    static SweepSettings settings() {
        return SweepSettings.of(SPACE, MetricDirection.LOWER_IS_BETTER, 17)
                .withTrials(18)
                .withInitialTrials(6);
    }

    static double at(Trial trial) {
        double rate = Math.log10(trial.real("rate")) + 1;
        double leaves = Math.log(trial.count("leaves") / 31.0);
        return rate * rate + leaves * leaves + (trial.value("loss").equals("l2") ? 0 : 0.5);
    }

    /// Ten steps, each nearer to the value.
    static double inSteps(Trial trial) {
        double value = at(trial);
        for (int step = 1; step <= 10; step++) {
            if (!trial.report(step, value + 1.0 / step)) {
                return Double.NaN;
            }
        }
        return value;
    }
}
