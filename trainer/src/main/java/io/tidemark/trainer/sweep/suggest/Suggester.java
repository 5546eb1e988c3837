package io.tidemark.trainer.sweep.suggest;

import java.util.SplittableRandom;

/// Says what to try next.
public sealed interface Suggester permits RandomSuggester, GaussianProcessSuggester, ParzenSuggester {
    /// A point of the evidence's space, snapped to its values.
    ///
    /// Depends on nothing but its arguments.
    double[] suggest(Evidence evidence, SplittableRandom random);
}
