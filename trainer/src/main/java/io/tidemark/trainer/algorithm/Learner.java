package io.tidemark.trainer.algorithm;

/// Fits models of one kind.
public interface Learner {
    /// Fits a model. Equal data, parameters and seed give an equal kernel, whatever the number of threads.
    ///
    /// @param threads threads that the library may use, 1 or more
    /// @throws IllegalArgumentException when a parameter makes no sense
    FittedModel fit(TrainingMatrix data, Parameters parameters, long seed, int threads);

    /// Begins a model on a fold, on one thread.
    ///
    /// @throws IllegalArgumentException when a parameter makes no sense
    default Growth grow(FoldData fold, Parameters parameters, long seed) {
        return new WholeGrowth(() -> fit(fold.train(), parameters, seed, 1), fold);
    }

    /// The size that the parameters ask for: a number of trees, or 1.
    default int size(Parameters parameters) {
        return 1;
    }
}
