package io.tidemark.scoring.replay;

/// What turned out to be so.
public sealed interface Truth {
    /// Of a regression: the target, in the unit of the manifest.
    record OfNumber(double target) implements Truth {}

    /// Of a classification: one of the model's classes.
    record OfClass(String name) implements Truth {}
}
