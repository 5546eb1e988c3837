package io.tidemark.benchmarks.monitor;

import io.tidemark.drift.judgement.DriftAlerts;
import io.tidemark.drift.judgement.VersionWindows;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.Subject;
import io.tidemark.event.AlertStatus;
import io.tidemark.model.manifest.MonitorsSpec.DriftSpec;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.streamkit.alert.AlertLife;
import java.time.Instant;
import java.util.List;

/// A model as the drift monitor watches it: its windows, its judge and the life of its alert, pane by pane, without
/// Kafka.
final class WatchedModel {
    private static final byte[] NO_DETAILS = {};

    private final VersionWindows windows;
    private final AlertLife life;
    private final List<Subject> subjects;
    private final long paneMs;
    private long paneStartMs;

    /// @param profiles those of the features, then that of the answers
    WatchedModel(List<FeatureProfile> profiles, DriftSpec spec) {
        Reference reference = NumberModel.reference(profiles, spec);
        windows = new VersionWindows(reference);
        life = new AlertLife("drift/benchmark/1", DriftAlerts.rules(spec));
        subjects = reference.subjects();
        paneMs = spec.pane().toMillis();
    }

    /// Takes the counts of the next pane, and judges.
    ///
    /// @param counts one histogram for each subject
    /// @return true when an alert opened
    boolean judge(List<Histogram> counts) {
        for (int i = 0; i < counts.size(); i++) {
            if (counts.get(i).total() > 0) {
                windows.add(subjects.get(i), paneStartMs, counts.get(i).toBytes(), NO_DETAILS);
            }
        }
        paneStartMs += paneMs;
        windows.advance(paneStartMs);
        return life.take(
                        Instant.ofEpochMilli(paneStartMs),
                        windows.findings(paneStartMs).reading())
                .filter(step -> step.status() == AlertStatus.OPEN)
                .isPresent();
    }
}
