package io.tidemark.feedback.rollout;

import io.tidemark.model.manifest.RolloutSpec;
import java.util.Map;
import java.util.Optional;

/// How the error of one request becomes a loss from 0 to 1.
///
/// Errors of a regression have no bound: beyond ten times the champion's mean absolute error on its test rows they
/// count as that, for both versions alike. What is compared is the mean of these.
///
/// @param metric metric of the manifest's rollout section
/// @param ceiling error, or log loss, that is as bad as any
/// @param centre the champion's mean loss on its test rows as far as it is known; a guess, which no verdict depends on
public record LossScale(String metric, double ceiling, double centre) {
    private static final double CEILING_OF_MAE = 10;
    private static final double USUAL_CENTRE = 0.2;
    private static final double MOST_LOG_LOSS = Math.log(1_000);

    /// The scale for a champion; empty when the metric needs its mean absolute error, and that is not known.
    ///
    /// @param baseline the champion's metrics on its test rows by name
    public static Optional<LossScale> of(RolloutSpec spec, Map<String, Double> baseline) {
        double mae = baseline.getOrDefault("mae", Double.NaN);
        return switch (spec.metric()) {
            case "mae" -> regression(spec.metric(), mae, 1 / CEILING_OF_MAE);
            case "rmse" -> {
                double ratio = baseline.getOrDefault("rmse", mae) / (CEILING_OF_MAE * mae);
                yield regression(spec.metric(), mae, ratio * ratio);
            }
            case "log_loss" ->
                Optional.of(new LossScale(
                        spec.metric(),
                        MOST_LOG_LOSS,
                        centre(baseline.getOrDefault("log_loss", Double.NaN) / MOST_LOG_LOSS)));
            case "accuracy" ->
                Optional.of(new LossScale(spec.metric(), 1, centre(1 - baseline.getOrDefault("accuracy", Double.NaN))));
            default -> Optional.of(new LossScale(spec.metric(), 1, centre(baseline.getOrDefault("brier", Double.NaN))));
        };
    }

    private static Optional<LossScale> regression(String metric, double mae, double centre) {
        return mae > 0 && Double.isFinite(mae)
                ? Optional.of(new LossScale(metric, CEILING_OF_MAE * mae, centre(centre)))
                : Optional.empty();
    }

    private static double centre(double value) {
        return value >= 0 && value <= 1 ? value : USUAL_CENTRE;
    }

    /// The loss, 0 to 1.
    ///
    /// @param error absolute error, or 1 minus the probability of the true class
    /// @param hit whether the class was right
    public double loss(double error, boolean hit) {
        return switch (metric) {
            case "accuracy" -> hit ? 0 : 1;
            case "log_loss" -> Math.min(-Math.log1p(-Math.min(error, 1)), ceiling) / ceiling;
            case "rmse", "brier" -> square(Math.min(error / ceiling, 1));
            default -> Math.min(error / ceiling, 1);
        };
    }

    private static double square(double value) {
        return value * value;
    }
}
