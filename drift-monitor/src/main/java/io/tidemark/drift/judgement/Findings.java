package io.tidemark.drift.judgement;

import io.tidemark.drift.reference.Subject;
import io.tidemark.event.Severity;
import io.tidemark.streamkit.alert.Reading;
import java.util.Comparator;
import java.util.List;

/// All findings of one round: each subject over each window.
///
/// @param all in the order of windows, then subjects
public record Findings(List<Finding> all) {
    private static final double LARGE_PSI = 0.25;
    private static final double SOME_FEATURES = 0.25;
    private static final double MANY_FEATURES = 0.5;

    public Findings {
        all = List.copyOf(all);
    }

    /// Those that drifted, the largest PSI first.
    public List<Finding> drifted() {
        return all.stream()
                .filter(Finding::drifted)
                .sorted(Comparator.comparingDouble(Finding::psi).reversed())
                .toList();
    }

    /// How many features drifted over any window.
    public long driftedFeatures() {
        return driftedSubjects().filter(Subject.Feature.class::isInstance).count();
    }

    /// True when the answers drifted over any window.
    public boolean answersDrifted() {
        return driftedSubjects().anyMatch(Subject.Answers.class::isInstance);
    }

    /// How many features are watched.
    public long features() {
        return all.stream()
                .map(Finding::subject)
                .filter(Subject.Feature.class::isInstance)
                .distinct()
                .count();
    }

    /// What the round says to the alert. Severity: HIGH when half of the features drifted, or answers and a quarter of
    /// them; MEDIUM when a quarter drifted, or the answers, or one with a PSI of 0.25 or more; LOW otherwise.
    public Reading reading() {
        if (all.stream().noneMatch(Finding::judged)) {
            return new Reading.Unknown();
        }
        return drifted().isEmpty() ? new Reading.Calm() : new Reading.Breached(severity());
    }

    private Severity severity() {
        double share = features() == 0 ? 0 : (double) driftedFeatures() / features();
        if (share >= MANY_FEATURES || (answersDrifted() && share >= SOME_FEATURES)) {
            return Severity.HIGH;
        }
        boolean large = drifted().getFirst().psi() >= LARGE_PSI;
        return share >= SOME_FEATURES || answersDrifted() || large ? Severity.MEDIUM : Severity.LOW;
    }

    private java.util.stream.Stream<Subject> driftedSubjects() {
        return all.stream().filter(Finding::drifted).map(Finding::subject).distinct();
    }
}
