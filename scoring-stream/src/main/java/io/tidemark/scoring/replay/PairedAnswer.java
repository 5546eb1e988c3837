package io.tidemark.scoring.replay;

import io.tidemark.event.Prediction;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What of an answer is compared.
///
/// @param value the prediction's value
/// @param predictedClass null for a regression
/// @param probabilities 0 to 1 by class; empty for a regression
public record PairedAnswer(double value, @Nullable String predictedClass, Map<String, Double> probabilities) {
    public PairedAnswer {
        probabilities = Map.copyOf(probabilities);
    }

    /// Of a prediction.
    public static PairedAnswer of(Prediction prediction) {
        return new PairedAnswer(prediction.getValue(), prediction.getPredictedClass(), prediction.getProbabilities());
    }

    /// Of a regression.
    public static PairedAnswer ofNumber(double value) {
        return new PairedAnswer(value, null, Map.of());
    }

    /// Probability of a class; 0 of one that the model does not know.
    double probabilityOf(String name) {
        return probabilities.getOrDefault(name, 0.0);
    }

    /// How far another answer to the same request is from this one: its value less this one's; of several classes the
    /// change of the probability of the class that was answered.
    double to(PairedAnswer other) {
        return predictedClass == null || probabilities.size() <= 2
                ? other.value - value
                : other.probabilityOf(predictedClass) - value;
    }
}
