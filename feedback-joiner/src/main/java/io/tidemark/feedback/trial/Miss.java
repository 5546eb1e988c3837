package io.tidemark.feedback.trial;

import io.tidemark.event.Outcome;
import io.tidemark.event.Prediction;
import io.tidemark.event.Task;
import io.tidemark.feedback.terms.VersionTerms;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far an answer was from the truth.
///
/// @param error regression: absolute error; classification: 1 minus the probability of the true class
/// @param hit classification: the class was right
record Miss(double error, boolean hit) {
    /// Of the answer in an outcome; empty when its label cannot be measured.
    static Optional<Miss> of(Outcome outcome, VersionTerms terms) {
        return of(
                outcome.getTask(),
                outcome.getPredicted(),
                outcome.getPredictedClass(),
                outcome.getProbabilities(),
                outcome.getLabel(),
                terms);
    }

    /// Of an answer whose label is known.
    static Optional<Miss> of(Prediction guess, @Nullable Object label, VersionTerms terms) {
        return of(guess.getTask(), guess.getValue(), guess.getPredictedClass(), guess.getProbabilities(), label, terms);
    }

    private static Optional<Miss> of(
            Task task,
            double predicted,
            @Nullable String predictedClass,
            Map<String, Double> probabilities,
            @Nullable Object label,
            VersionTerms terms) {
        double code = terms.measure(label);
        if (Double.isNaN(code) || !Double.isFinite(predicted)) {
            return Optional.empty();
        }
        List<String> classes = terms.classes();
        String truth = classes.isEmpty() ? "" : classes.get((int) code);
        return Optional.of(
                switch (task) {
                    case REGRESSION -> new Miss(Math.abs(predicted - code), false);
                    case BINARY -> new Miss(Math.abs(predicted - code), truth.equals(predictedClass));
                    case MULTICLASS ->
                        new Miss(Math.max(0, 1 - probabilities.getOrDefault(truth, 0.0)), truth.equals(predictedClass));
                });
    }
}
