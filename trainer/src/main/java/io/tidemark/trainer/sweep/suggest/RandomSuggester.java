package io.tidemark.trainer.sweep.suggest;

import java.util.SplittableRandom;

/// Uniformly random points, none twice: what the others are measured against.
public final class RandomSuggester implements Suggester {
    @Override
    public double[] suggest(Evidence evidence, SplittableRandom random) {
        return Untried.point(evidence.space(), evidence.tried(), random)
                .orElseGet(() -> Untried.anyPoint(evidence.space(), random));
    }
}
