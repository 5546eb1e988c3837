package io.tidemark.model.kernel;

/// From the margin to the score. Scores are finite for every margin that is.
public enum Link {
    /// The margin is the score.
    IDENTITY,
    /// The score is `1 / (1 + exp(-margin))`.
    LOGISTIC,
    /// The score is `exp(margin)`: the model was fitted on the logarithm of the target.
    EXP,
    /// The score is `exp(margin) - 1`: the model was fitted on the logarithm of the target plus one.
    EXPM1;

    /// Beyond it a double has no exponential.
    private static final double MAX_EXPONENT = 700;

    /// The score of a margin. Exponentials of [#EXP] and [#EXPM1] are by [StrictMath]: the same bits on every machine.
    public double score(double margin) {
        return switch (this) {
            case IDENTITY -> margin;
            case LOGISTIC -> 1 / (1 + Math.exp(-margin));
            case EXP -> StrictMath.exp(Math.clamp(margin, -MAX_EXPONENT, MAX_EXPONENT));
            case EXPM1 -> StrictMath.expm1(Math.clamp(margin, -MAX_EXPONENT, MAX_EXPONENT));
        };
    }

    /// The margin that has this score; infinite or NaN where none has.
    public double margin(double score) {
        return switch (this) {
            case IDENTITY -> score;
            case LOGISTIC -> StrictMath.log(score / (1 - score));
            case EXP -> StrictMath.log(score);
            case EXPM1 -> StrictMath.log1p(score);
        };
    }
}
