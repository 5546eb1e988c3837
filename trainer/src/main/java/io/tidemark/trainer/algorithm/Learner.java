package io.tidemark.trainer.algorithm;

/// Fits models of one kind.
public interface Learner {
    /// Fits a model. Equal data, parameters and seed give an equal kernel, whatever the number of threads.
    ///
    /// @param threads threads that the library may use, 1 or more
    /// @throws IllegalArgumentException when a parameter makes no sense
    FittedModel fit(TrainingMatrix data, Parameters parameters, long seed, int threads);
}
