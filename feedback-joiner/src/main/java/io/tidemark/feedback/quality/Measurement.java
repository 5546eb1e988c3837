package io.tidemark.feedback.quality;

import io.tidemark.event.Outcome;
import io.tidemark.feedback.terms.VersionTerms;
import java.util.List;
import java.util.Optional;

/// What became of a label in live quality; kept until corrections are no longer taken.
public sealed interface Measurement {
    /// It is in the sums.
    ///
    /// @param code a number, or the index of a class
    record Measured(Place place, double code) implements Measurement {}

    /// It is in the sums of a model of several classes.
    record MeasuredClass(Place place, ClassRow row) implements Measurement {}

    /// It was counted only: the version's bundle could not be had, or the task has no metrics.
    record Unmeasured() implements Measurement {}

    /// Nobody noted it, as before this was kept: what the terms say now is the best guess.
    record NotNoted() implements Measurement {}

    /// Measures the label of an outcome, when the terms allow it.
    static Measurement of(VersionTerms terms, Outcome outcome) {
        double code = terms.measure(outcome.getLabel());
        if (Double.isNaN(code)) {
            return new Unmeasured();
        }
        Place place = Place.of(terms, outcome.getEventTime(), outcome.getFeatures());
        return switch (outcome.getTask()) {
            case REGRESSION, BINARY -> new Measured(place, code);
            case MULTICLASS ->
                ofClasses(terms.classes(), (int) code, outcome)
                        .<Measurement>map(row -> new MeasuredClass(place, row))
                        .orElseGet(Unmeasured::new);
        };
    }

    /// Empty when the answer names a class that the bundle does not have, or says nothing of the label's.
    private static Optional<ClassRow> ofClasses(List<String> classes, int actual, Outcome outcome) {
        int predicted = classes.indexOf(outcome.getPredictedClass());
        Double probability =
                actual < classes.size() ? outcome.getProbabilities().get(classes.get(actual)) : null;
        return predicted < 0 || probability == null
                ? Optional.empty()
                : Optional.of(new ClassRow(classes.size(), actual, predicted, probability));
    }
}
