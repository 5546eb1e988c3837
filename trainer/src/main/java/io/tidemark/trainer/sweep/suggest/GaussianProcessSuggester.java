package io.tidemark.trainer.sweep.suggest;

import io.tidemark.trainer.sweep.gp.GaussianProcess;
import io.tidemark.trainer.sweep.gp.LogExpectedImprovement;
import java.util.SplittableRandom;

/// The point of the highest expected improvement under a Gaussian process fitted to what was observed.
public final class GaussianProcessSuggester implements Suggester {
    @Override
    public double[] suggest(Evidence evidence, SplittableRandom random) {
        GaussianProcess process = Surrogate.fit(evidence, random.nextLong()).process();
        GaussianProcess believing = process.believing(
                evidence.pending().stream().map(Evidence.Point::coordinates).toArray(double[][]::new));
        // What the points being tried are believed to reach counts as reached: otherwise all would go to one place.
        LogExpectedImprovement improvement = new LogExpectedImprovement(believing, believing.lowestMean());
        return new AcquisitionSearch(evidence, improvement, random).best();
    }
}
