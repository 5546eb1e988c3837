package io.tidemark.model;

/// What a model predicts.
public enum Task {
    /// A number in the target's unit.
    REGRESSION,
    /// The probability of the positive one of two classes.
    BINARY,
    /// The probabilities of three classes or more.
    MULTICLASS
}
