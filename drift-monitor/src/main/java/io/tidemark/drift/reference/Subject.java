package io.tidemark.drift.reference;

import io.tidemark.event.DriftSubject;
import io.tidemark.event.PaneSubject;

/// What has a distribution: a feature, or the answers.
public sealed interface Subject {
    /// The values of a feature.
    record Feature(String name) implements Subject {}

    /// The values answered.
    record Answers() implements Subject {}

    /// The subject of a pane that has counts.
    ///
    /// @throws IllegalArgumentException for labels, which have no distribution
    static Subject of(PaneSubject subject, String feature) {
        return switch (subject) {
            case FEATURE -> new Feature(feature);
            case PREDICTION -> new Answers();
            case LABEL -> throw new IllegalArgumentException("Found the subject LABEL, expected one with counts.");
        };
    }

    /// As panes name it.
    default PaneSubject paneSubject() {
        return switch (this) {
            case Feature ignored -> PaneSubject.FEATURE;
            case Answers ignored -> PaneSubject.PREDICTION;
        };
    }

    /// As drift records name it.
    default DriftSubject driftSubject() {
        return switch (this) {
            case Feature ignored -> DriftSubject.FEATURE;
            case Answers ignored -> DriftSubject.PREDICTION;
        };
    }

    /// Name of the feature; empty for the answers.
    default String feature() {
        return switch (this) {
            case Feature named -> named.name();
            case Answers ignored -> "";
        };
    }

    /// For people.
    default String shown() {
        return switch (this) {
            case Feature named -> named.name();
            case Answers ignored -> "prediction";
        };
    }
}
