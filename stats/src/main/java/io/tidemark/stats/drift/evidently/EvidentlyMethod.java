package io.tidemark.stats.drift.evidently;

import java.util.Optional;
import java.util.stream.Stream;

/// Evidently's drift methods, by its names and with its default thresholds.
public enum EvidentlyMethod {
    PSI("psi", Score.DISTANCE, 0.1),
    KL_DIVERGENCE("kl_div", Score.DISTANCE, 0.1),
    JENSEN_SHANNON("jensenshannon", Score.DISTANCE, 0.1),
    HELLINGER("hellinger", Score.DISTANCE, 0.1),
    /// Normed by the standard deviation of the reference; numbers only.
    WASSERSTEIN("wasserstein", Score.DISTANCE, 0.1),
    /// Kolmogorov-Smirnov; numbers only.
    KOLMOGOROV_SMIRNOV("ks", Score.P_VALUE, 0.05),
    /// Numbers only.
    CRAMER_VON_MISES("cramer_von_mises", Score.P_VALUE, 0.1),
    /// One-sample: takes the reference for the exact distribution.
    CHI_SQUARE("chisquare", Score.P_VALUE_BELOW, 0.05),
    /// Two proportions, for columns of two values.
    Z_TEST("z", Score.P_VALUE_BELOW, 0.05);

    /// How a score is held against a threshold.
    private enum Score {
        /// Drift from the threshold on.
        DISTANCE,
        /// Drift up to the threshold.
        P_VALUE,
        /// Drift below the threshold.
        P_VALUE_BELOW
    }

    private final String key;
    private final Score score;
    private final double threshold;

    EvidentlyMethod(String key, Score score, double threshold) {
        this.key = key;
        this.score = score;
        this.threshold = threshold;
    }

    /// Evidently's name.
    public String key() {
        return key;
    }

    /// Evidently's default threshold.
    public double threshold() {
        return threshold;
    }

    /// Whether the score is a probability, small when there is drift, rather than a distance.
    public boolean isPValue() {
        return score != Score.DISTANCE;
    }

    /// Whether Evidently calls a score drift at a threshold.
    public boolean isDrift(double value, double at) {
        return switch (score) {
            case DISTANCE -> value >= at;
            case P_VALUE -> value <= at;
            case P_VALUE_BELOW -> value < at;
        };
    }

    /// The method of that name.
    public static Optional<EvidentlyMethod> find(String key) {
        return Stream.of(values()).filter(method -> method.key.equals(key)).findFirst();
    }
}
