package io.tidemark.trainer.algorithm;

/// A model that grows tree by tree on a fold, with its scores at each size. At any size its scores are those of a model
/// that was fitted with so many trees. For one thread.
public interface Growth extends AutoCloseable {
    /// Grows to a size, and says which one was reached: a smaller one when more trees change nothing any more.
    ///
    /// @param size trees in all; models that are no ensembles know the size 1 only
    /// @throws IllegalArgumentException when the library refuses the parameters
    int grow(int size);

    /// Scores of the fold's validation rows, at the present size.
    double[] validationScores();

    /// Scores of the fold's training rows, at the present size.
    double[] trainScores();

    /// Frees what the library holds outside the heap.
    @Override
    void close();
}
