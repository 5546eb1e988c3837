package io.tidemark.drift.judgement;

import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.Subject;
import io.tidemark.drift.window.RollingCounts;
import io.tidemark.stats.alarm.DriftScan;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All windows of one version: each subject's counts, and the judge of each. Belongs to one thread.
public final class VersionWindows {
    private final Map<String, Long> lengthsMs = new LinkedHashMap<>();
    private final Map<Subject, Watched> subjects = new LinkedHashMap<>();

    private final long longestMs;

    public VersionWindows(Reference reference) {
        longestMs = reference.drift().longestWindow().toMillis();
        reference.drift().windows().forEach((name, length) -> lengthsMs.put(name, length.toMillis()));
        List<Subject> all = reference.subjects();
        List<FeatureProfile> profiles = reference.profiles();
        for (int i = 0; i < all.size(); i++) {
            FeatureProfile profile = profiles.get(i);
            subjects.put(
                    all.get(i),
                    new Watched(
                            profile,
                            new RollingCounts(profile.bins(), lengthsMs),
                            new WindowJudge(all.get(i), profile, reference.drift(), all.size()),
                            WindowJudge.newScan(profile, reference.drift())));
        }
    }

    /// Adds counts that were not there before.
    ///
    /// @param counts a histogram as bytes
    /// @return all counts of the pane, as bytes; empty when every window has passed it
    /// @throws io.tidemark.stats.state.CorruptStateException when the bytes are damaged or over other bins
    /// @throws IllegalArgumentException when the reference has no such subject
    public Optional<byte[]> add(Subject subject, long paneStartMs, byte[] counts) {
        Watched watched = subjects.get(subject);
        if (watched == null) {
            throw new IllegalArgumentException("Found counts of " + subject + ", expected one of " + subjects.keySet()
                    + ": they were made over another bundle.");
        }
        Histogram delta = Histogram.fromBytes(watched.profile.bins(), counts);
        if (!watched.counts.add(paneStartMs, delta)) {
            return Optional.empty();
        }
        watched.scan.add(paneStartMs, delta);
        return Optional.of(watched.counts.pane(paneStartMs).toBytes());
    }

    /// Moves the end of all windows forward.
    ///
    /// @param endMs new end, exclusive
    /// @return starts of the panes that no window holds any more
    public Set<Long> advance(long endMs) {
        Set<Long> forgotten = new LinkedHashSet<>();
        subjects.values().forEach(watched -> {
            forgotten.addAll(watched.counts.advance(endMs));
            watched.scan.advance(endMs);
        });
        return forgotten;
    }

    /// Compares all windows that end at a moment, the present end, with the reference.
    public Findings findings(long endMs) {
        List<Finding> findings = new ArrayList<>();
        lengthsMs.forEach((name, lengthMs) -> {
            Window window = new Window(name, endMs - lengthMs, endMs);
            subjects.values().forEach(watched -> findings.add(judge(watched, window)));
        });
        return new Findings(findings);
    }

    /// The longest window is looked at pane by pane as well.
    private Finding judge(Watched watched, Window window) {
        Histogram counts = watched.counts.window(window.name());
        return window.lengthMs() < longestMs
                ? watched.judge.judge(window, counts)
                : watched.judge.judge(window, counts, watched.scan);
    }

    private record Watched(FeatureProfile profile, RollingCounts counts, WindowJudge judge, DriftScan scan) {}
}
