package io.tidemark.model.kernel;

/// From the margin to the score.
public enum Link {
    /// The margin is the score.
    IDENTITY,
    /// The score is `1 / (1 + exp(-margin))`.
    LOGISTIC;

    /// The score of a margin.
    public double score(double margin) {
        return switch (this) {
            case IDENTITY -> margin;
            case LOGISTIC -> 1 / (1 + Math.exp(-margin));
        };
    }
}
