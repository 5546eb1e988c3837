package io.tidemark.stats.metric;

/// The loss of a single row of a classification.
final class ClassLoss {
    /// scikit-learn's bounds for a probability: 2^-52 and 1 - 2^-52.
    private static final double LEAST = Math.ulp(1.0);

    private ClassLoss() {}

    /// -ln of the probability that was given to the true class.
    static double logLoss(double probabilityOfTruth) {
        return -Math.log(Math.clamp(probabilityOfTruth, LEAST, 1 - LEAST));
    }
}
