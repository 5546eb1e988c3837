package io.tidemark.benchmarks.monitor;

import io.tidemark.drift.counting.PaneCounts;
import io.tidemark.drift.counting.SubjectCounts;
import io.tidemark.drift.counting.TrafficCounts;
import io.tidemark.drift.judgement.AlertRound;
import io.tidemark.drift.judgement.DriftAlerts;
import io.tidemark.drift.judgement.ErrorWatch;
import io.tidemark.drift.judgement.LetterWatch;
import io.tidemark.drift.judgement.QualityCheck;
import io.tidemark.drift.judgement.Round;
import io.tidemark.drift.judgement.VersionWindows;
import io.tidemark.drift.judgement.Window;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.Subject;
import io.tidemark.event.AlertStatus;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.streamkit.alert.AlertLife;
import io.tidemark.streamkit.alert.AlertStep;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model as the drift monitor watches it: its windows, its judges and the lives of all its alerts, pane by pane,
/// without Kafka.
final class WatchedModel {
    private static final byte[] NOTHING = {};

    private final Reference reference;
    private final VersionWindows windows;
    private final AlertLife drift;
    private final AlertRound alerts;
    private final ErrorWatch errors = new ErrorWatch();
    private final LetterWatch letters = new LetterWatch();
    private final AlertLife ofLetters;
    private final long paneMs;
    private long paneStartMs;

    WatchedModel(Reference reference) {
        this.reference = reference;
        windows = new VersionWindows(reference);
        drift = new AlertLife("drift/benchmark/1", DriftAlerts.rules(reference.drift()));
        Map<QualityCheck, AlertLife> checks = new EnumMap<>(QualityCheck.class);
        for (QualityCheck check : QualityCheck.values()) {
            if (!check.isOfModel()) {
                checks.put(check, new AlertLife(check.kind(), AlertRound.rules(check, reference.drift())));
            }
        }
        alerts = new AlertRound(drift, checks, new EnumMap<>(QualityCheck.class));
        ofLetters = new AlertLife("dead-letters", DriftAlerts.rules(reference.drift()));
        letters.watch(reference.drift());
        paneMs = reference.drift().pane().toMillis();
    }

    /// Alerts that opened.
    ///
    /// @param drift the one about distributions
    /// @param told all that people are told of: those that belong to another one are not among them
    record Opened(boolean drift, int told) {}

    /// Takes the counts of the next pane, and judges.
    ///
    /// @param refused requests that became dead letters
    Opened judge(PaneCounts counts, long refused) {
        List<Subject> subjects = reference.subjects();
        for (int i = 0; i < subjects.size(); i++) {
            add(subjects.get(i), counts.subjects().get(i));
        }
        counts.labelled().ifPresent(labels -> add(new Subject.Labels(), labels));
        if (!counts.pairs().sums().isEmpty()) {
            windows.add(
                    new Subject.Pairs(), paneStartMs, NOTHING, counts.pairs().toBytes());
        }
        if (counts.labels() > 0) {
            errors.add(counts.labels(), counts.losses(), paneStartMs, ErrorWatch.Terms.of(reference));
        }
        letters.add(paneStartMs, new TrafficCounts(counts.rows(), refused));
        return judge();
    }

    /// Takes the values of the next pane, of which nothing but their distribution is known, and judges.
    ///
    /// @param counts one histogram for each subject
    Opened judge(List<Histogram> counts) {
        for (int i = 0; i < counts.size(); i++) {
            if (counts.get(i).total() > 0) {
                windows.add(
                        reference.subjects().get(i), paneStartMs, counts.get(i).toBytes(), NOTHING);
            }
        }
        return judge();
    }

    private void add(Subject subject, SubjectCounts counts) {
        if (counts.histogram().total() > 0) {
            windows.add(subject, paneStartMs, counts.histogram().toBytes(), counts.detailBytes());
        }
    }

    private Opened judge() {
        paneStartMs += paneMs;
        windows.advance(paneStartMs);
        Instant time = Instant.ofEpochMilli(paneStartMs);
        Window longest = new Window(
                "longest", paneStartMs - reference.drift().longestWindow().toMillis(), paneStartMs);
        Round round = windows.round(paneStartMs).with(errors.findings(longest));
        AlertRound.Steps steps = alerts.take(time, round, errors.reading(longest));
        boolean drifted = isOpen(steps.drift());
        long ofChecks = steps.checks().stream()
                .filter(step -> step.cause() == null && isOpen(Optional.of(step.step())))
                .count();
        boolean refused = isOpen(ofLetters.take(
                time,
                LetterWatch.reading(letters.judge(
                        reference, paneStartMs, ofLetters.episode().isPresent()))));
        return new Opened(drifted, (drifted ? 1 : 0) + (int) ofChecks + (refused ? 1 : 0));
    }

    private static boolean isOpen(Optional<AlertStep> step) {
        return step.filter(it -> it.status() == AlertStatus.OPEN).isPresent();
    }
}
