package io.tidemark.drift.reference;

import io.tidemark.event.DriftSubject;
import io.tidemark.event.PaneSubject;

/// What is counted.
public sealed interface Subject {
    /// The values of a feature.
    record Feature(String name) implements Subject {}

    /// The values answered.
    record Answers() implements Subject {}

    /// The true labels.
    record Labels() implements Subject {}

    /// How features go together.
    record Pairs() implements Subject {}

    /// Time from request to answer.
    record Latencies() implements Subject {}

    /// The subject of a pane.
    static Subject of(PaneSubject subject, String feature) {
        return switch (subject) {
            case FEATURE -> new Feature(feature);
            case PREDICTION -> new Answers();
            case LABEL -> new Labels();
            case PAIRS -> new Pairs();
            case LATENCY -> new Latencies();
            case LETTERS ->
                throw new IllegalArgumentException(
                        "Found dead letters as what a version counts, expected features, answers, labels, pairs or"
                                + " latencies: dead letters are of a model.");
        };
    }

    /// As panes name it.
    default PaneSubject paneSubject() {
        return switch (this) {
            case Feature ignored -> PaneSubject.FEATURE;
            case Answers ignored -> PaneSubject.PREDICTION;
            case Labels ignored -> PaneSubject.LABEL;
            case Pairs ignored -> PaneSubject.PAIRS;
            case Latencies ignored -> PaneSubject.LATENCY;
        };
    }

    /// As drift records name it.
    default DriftSubject driftSubject() {
        return switch (this) {
            case Feature ignored -> DriftSubject.FEATURE;
            case Answers ignored -> DriftSubject.PREDICTION;
            case Labels ignored -> DriftSubject.LABEL;
            case Pairs ignored -> DriftSubject.PAIR;
            case Latencies ignored -> DriftSubject.REQUESTS;
        };
    }

    /// Name of the feature; empty for all others.
    default String feature() {
        return switch (this) {
            case Feature named -> named.name();
            case Answers ignored -> "";
            case Labels ignored -> "";
            case Pairs ignored -> "";
            case Latencies ignored -> "";
        };
    }

    /// For people.
    default String shown() {
        return switch (this) {
            case Feature named -> named.name();
            case Answers ignored -> "prediction";
            case Labels ignored -> "label";
            case Pairs ignored -> "pairs";
            case Latencies ignored -> "latency";
        };
    }
}
