package io.tidemark.drift.judgement;

import io.tidemark.event.Severity;
import io.tidemark.streamkit.alert.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// All that one round of judgements found of a version.
///
/// @param distributions features and answers against the reference
/// @param labels labels against the reference; none where the bundle has no profile of them
/// @param quality what the checks of the data found
/// @param requests rate and latency, by window
public record Round(
        Findings distributions, List<Finding> labels, List<QualityFinding> quality, List<Requests> requests) {
    public Round {
        labels = List.copyOf(labels);
        quality = List.copyOf(quality);
        requests = List.copyOf(requests);
    }

    /// Requests of one window.
    ///
    /// @param rows answers in the window
    /// @param figures rate and latency by name
    public record Requests(Window window, long rows, Map<String, Double> figures) {}

    /// What a check found beyond its limit, the most severe and then the farthest first.
    public List<QualityFinding> breached(QualityCheck check) {
        return of(check).stream()
                .filter(QualityFinding::breached)
                .sorted(Comparator.comparing(QualityFinding::severity)
                        .thenComparingDouble(Round::distance)
                        .reversed())
                .toList();
    }

    private static double distance(QualityFinding finding) {
        return Math.abs(finding.value() - finding.reference().orElse(finding.limit()));
    }

    /// All that a check found.
    public List<QualityFinding> of(QualityCheck check) {
        return quality.stream().filter(finding -> finding.check() == check).toList();
    }

    /// What the round says to a check's alert.
    public Reading reading(QualityCheck check) {
        if (of(check).isEmpty()) {
            return new Reading.Unknown();
        }
        List<QualityFinding> breached = breached(check);
        return breached.isEmpty()
                ? new Reading.Calm()
                : new Reading.Breached(breached.stream()
                        .map(QualityFinding::severity)
                        .max(Comparator.naturalOrder())
                        .orElse(Severity.LOW));
    }

    /// The same with what a check found elsewhere.
    public Round with(List<QualityFinding> more) {
        List<QualityFinding> all = new ArrayList<>(quality);
        all.addAll(more);
        return new Round(distributions, labels, all, requests);
    }
}
