package io.tidemark.feedback.join;

import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.feedback.quality.Measurement;
import io.tidemark.feedback.terms.LabelReading;
import io.tidemark.feedback.terms.TermsSource;
import java.util.Optional;

/// Whether a prediction can have a label, and what it is with it: as the terms of its version say.
record Labelling(TermsSource terms) {
    /// What is wrong with a label for the answers of a version.
    Optional<LabelReading.Fault> fault(String model, String sha256, GroundTruth label) {
        return terms.of(model, sha256).code().read(label.getLabel()) instanceof LabelReading.Fault fault
                ? Optional.of(fault)
                : Optional.empty();
    }

    /// An outcome with a label, the first one or another.
    ///
    /// @param outcomeSoFar without label, or with a former one
    Standing.Matched matched(Outcome.Builder outcomeSoFar, GroundTruth label) {
        Outcome outcome = outcomeSoFar
                .setLabel(label.getLabel())
                .setLabelTime(label.getEventTime())
                .setRevision(label.getRevision())
                .build();
        return new Standing.Matched(
                outcome, Measurement.of(terms.of(outcome.getModel(), outcome.getBundleSha256()), outcome));
    }
}
