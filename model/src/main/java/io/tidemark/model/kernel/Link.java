package io.tidemark.model.kernel;

import java.util.Arrays;

/// From the margin to the score, or from the margins of several classes to their probabilities. Scores are finite for
/// every margin that is.
public enum Link {
    /// The margin is the score. Several classes: their margins are shares of 0 or more, brought to the sum 1.
    IDENTITY,
    /// The score is `1 / (1 + exp(-margin))`. Several classes: each has that score, one against the rest; they are
    /// brought to the sum 1.
    LOGISTIC,
    /// The score is `exp(margin)`: the model was fitted on the logarithm of the target.
    EXP,
    /// The score is `exp(margin) - 1`: the model was fitted on the logarithm of the target plus one.
    EXPM1,
    /// The scores of several classes are `exp(margin)`, brought to the sum 1.
    SOFTMAX;

    /// Beyond it a double has no exponential.
    private static final double MAX_EXPONENT = 700;

    /// The score of a margin. Exponentials are by [StrictMath]: the same bits on every machine.
    public double score(double margin) {
        return switch (this) {
            case IDENTITY -> margin;
            case LOGISTIC -> 1 / (1 + StrictMath.exp(-margin));
            case EXP -> StrictMath.exp(Math.clamp(margin, -MAX_EXPONENT, MAX_EXPONENT));
            case EXPM1 -> StrictMath.expm1(Math.clamp(margin, -MAX_EXPONENT, MAX_EXPONENT));
            case SOFTMAX -> throw new IllegalStateException("Found one margin, expected one for each class.");
        };
    }

    /// The margin that has this score; infinite or NaN where none has.
    public double margin(double score) {
        return switch (this) {
            case IDENTITY -> score;
            case LOGISTIC -> StrictMath.log(score / (1 - score));
            case EXP -> StrictMath.log(score);
            case EXPM1 -> StrictMath.log1p(score);
            case SOFTMAX -> throw new IllegalStateException("Found one score, expected one for each class.");
        };
    }

    /// True when it can follow so many margins.
    public boolean takes(int margins) {
        return switch (this) {
            case IDENTITY, LOGISTIC -> true;
            case EXP, EXPM1 -> margins == 1;
            case SOFTMAX -> margins > 1;
        };
    }

    /// Turns the margins of several classes into their probabilities, in place, by [StrictMath]: the same bits on every
    /// machine. They sum up to 1; where no class has a share at all, each has the same.
    ///
    /// @param margins `double[classes]`
    public void toProbabilities(double[] margins) {
        switch (this) {
            case IDENTITY -> {
                for (int i = 0; i < margins.length; i++) {
                    margins[i] = Math.max(margins[i], 0);
                }
            }
            case LOGISTIC -> {
                for (int i = 0; i < margins.length; i++) {
                    margins[i] = 1 / (1 + StrictMath.exp(-margins[i]));
                }
            }
            case SOFTMAX -> {
                double largest = Double.NEGATIVE_INFINITY;
                for (double margin : margins) {
                    largest = Math.max(largest, margin);
                }
                for (int i = 0; i < margins.length; i++) {
                    margins[i] = StrictMath.exp(margins[i] - largest);
                }
            }
            case EXP, EXPM1 ->
                throw new IllegalStateException(
                        "Found the link " + this + " of several classes, expected SOFTMAX," + " LOGISTIC or IDENTITY.");
        }
        double sum = 0;
        for (double share : margins) {
            sum += share;
        }
        if (sum == 0) {
            Arrays.fill(margins, 1.0 / margins.length);
            return;
        }
        for (int i = 0; i < margins.length; i++) {
            margins[i] /= sum;
        }
    }
}
