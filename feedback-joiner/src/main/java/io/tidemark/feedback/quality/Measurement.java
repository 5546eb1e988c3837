package io.tidemark.feedback.quality;

import io.tidemark.event.Outcome;
import io.tidemark.feedback.terms.VersionTerms;

/// What became of a label in live quality; kept until corrections are no longer taken.
public sealed interface Measurement {
    /// It is in the sums.
    ///
    /// @param code a number, or the index of a class
    record Measured(Place place, double code) implements Measurement {}

    /// It was counted only: the version's bundle could not be had, or the task has no metrics.
    record Unmeasured() implements Measurement {}

    /// Nobody noted it, as before this was kept: what the terms say now is the best guess.
    record NotNoted() implements Measurement {}

    /// Measures the label of an outcome, when the terms allow it.
    static Measurement of(VersionTerms terms, Outcome outcome) {
        double code = terms.measure(outcome.getLabel());
        return Double.isNaN(code)
                ? new Unmeasured()
                : new Measured(Place.of(terms, outcome.getEventTime(), outcome.getFeatures()), code);
    }
}
