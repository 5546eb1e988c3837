package io.tidemark.drift.judgement;

import io.tidemark.drift.reference.Subject;
import io.tidemark.event.Severity;
import io.tidemark.stats.drift.DriftStatistic;
import io.tidemark.streamkit.alert.Reading;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

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

    /// Those that drifted, the largest PSI first, by what the feature counts for.
    public List<Finding> drifted() {
        return all.stream()
                .filter(Finding::drifted)
                .sorted(Comparator.comparingDouble(Finding::weightedPsi).reversed())
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
    /// them; MEDIUM when a quarter drifted, or the answers, or one with a PSI of 0.25 or more; LOW otherwise. Features
    /// count by what they are worth to the model, where that is known.
    public Reading reading() {
        if (all.stream().noneMatch(Finding::judged)) {
            return new Reading.Unknown();
        }
        return drifted().isEmpty() ? new Reading.Calm() : new Reading.Breached(severity());
    }

    /// How severe what drifted is. Requires that something has.
    public Severity severity() {
        double share = driftedWeight();
        if (share >= MANY_FEATURES || (answersDrifted() && share >= SOME_FEATURES)) {
            return Severity.HIGH;
        }
        boolean large = drifted().stream().anyMatch(finding -> finding.psi() >= LARGE_PSI);
        return share >= SOME_FEATURES || answersDrifted() || large ? Severity.MEDIUM : Severity.LOW;
    }

    /// Mean PSI of the features, by what they count for; empty when none is defined.
    public OptionalDouble weightedPsi() {
        return ofFeatures()
                .filter(finding ->
                        finding.report().statistic(DriftStatistic.PSI).isPresent())
                .mapToDouble(Finding::weightedPsi)
                .average();
    }

    /// Share of the features that drifted over any window, by what they count for.
    private double driftedWeight() {
        Map<Subject, Double> all = new LinkedHashMap<>();
        Map<Subject, Double> drifted = new LinkedHashMap<>();
        ofFeatures().forEach(finding -> {
            all.put(finding.subject(), finding.portrait().weight());
            if (finding.drifted()) {
                drifted.put(finding.subject(), finding.portrait().weight());
            }
        });
        double sum = all.values().stream().mapToDouble(weight -> weight).sum();
        return sum > 0 ? drifted.values().stream().mapToDouble(weight -> weight).sum() / sum : 0;
    }

    private Stream<Finding> ofFeatures() {
        return all.stream().filter(finding -> finding.subject() instanceof Subject.Feature);
    }

    private Stream<Subject> driftedSubjects() {
        return all.stream().filter(Finding::drifted).map(Finding::subject).distinct();
    }
}
