package io.tidemark.trainer.sweep.prune;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/// Asynchronous successive halving, one bracket (L. Li et al., "A System for Massively Parallel Hyperparameter
/// Tuning", MLSys 2020): rungs stand at `firstStep`, `firstStep * factor`, and so on; a trial climbs on when its loss
/// at the rung is among the best 1 / `factor` of all that came so far, itself included.
///
/// @param firstStep step of the first rung, 1 or more
/// @param factor 2 or more
public record HalvingPruner(int firstStep, int factor) implements Pruner {
    public HalvingPruner {
        if (firstStep < 1 || factor < 2) {
            throw new IllegalArgumentException("Found successive halving from step " + firstStep + " by " + factor
                    + ", expected a first step of 1 or more and a factor of 2 or more.");
        }
    }

    @Override
    public boolean isHopeless(Curve own, List<Rival> others) {
        int step = own.points().getLast().step();
        int before = own.points().size() > 1
                ? own.points().get(own.points().size() - 2).step()
                : 0;
        long rung = firstStep;
        while (rung * factor <= step) {
            rung *= factor;
        }
        boolean isReached = before < rung && rung <= step;
        return isReached && !climbs(own.points().getLast().loss(), (int) rung, others);
    }

    private boolean climbs(double loss, int rung, List<Rival> others) {
        double[] losses = DoubleStream.concat(
                        DoubleStream.of(loss),
                        others.stream()
                                .map(rival -> rival.curve().from(rung))
                                .filter(OptionalDouble::isPresent)
                                .mapToDouble(OptionalDouble::getAsDouble))
                .sorted()
                .toArray();
        int climbing = Math.max(1, losses.length / factor);
        return loss <= losses[climbing - 1];
    }
}
