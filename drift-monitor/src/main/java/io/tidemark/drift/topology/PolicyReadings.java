package io.tidemark.drift.topology;

import io.tidemark.event.PolicyReading;
import io.tidemark.event.PolicyReadingKind;
import io.tidemark.event.Severity;
import io.tidemark.streamkit.alert.Episode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What the judge tells the retrain policy of a version that answers: at once when drift begins, changes or ends,
/// labels now and then, and something each minute, so that time passes for the policy also when nothing happens.
///
/// After a restart a version is told again; a reading says how things stand, so this changes nothing.
final class PolicyReadings {
    private static final Duration HEARTBEAT = Duration.ofMinutes(1);
    private static final Duration LONGEST_SPACING = Duration.ofSeconds(10);

    /// So many times within a pane, labels may be told.
    private static final int PER_PANE = 10;

    private final Clock clock;
    private final Outlet outlet;

    PolicyReadings(Clock clock, Outlet outlet) {
        this.clock = clock;
        this.outlet = outlet;
    }

    /// Looks at a version that answers; without reference it is not compared, and has no policy.
    void consider(WatchedVersion version) {
        if (version.reference == null || !version.wasSeen()) {
            return;
        }
        Instant now = clock.instant();
        Told next = Told.of(version, now);
        if (isDue(version, next, now)) {
            outlet.write(version.key, reading(version, next), DriftNames.WATCHED_OUT);
            version.told = next;
        }
    }

    private static boolean isDue(WatchedVersion version, Told next, Instant now) {
        Told last = version.told;
        if (last == null || !last.episode().equals(next.episode())) {
            return true;
        }
        Duration age = Duration.between(last.at(), now);
        boolean moreLabels = last.labels() != next.labels() || last.labelsSinceDrift() != next.labelsSinceDrift();
        return age.compareTo(moreLabels ? spacing(version) : HEARTBEAT) >= 0;
    }

    private static Duration spacing(WatchedVersion version) {
        Duration part = version.pane().dividedBy(PER_PANE);
        return part.compareTo(LONGEST_SPACING) < 0 ? part : LONGEST_SPACING;
    }

    private static PolicyReading reading(WatchedVersion version, Told told) {
        return PolicyReading.newBuilder()
                .setModel(version.key.model())
                .setVersion(version.key.version())
                .setBundleSha256(version.key.bundleSha256())
                .setKind(PolicyReadingKind.WATCHED)
                .setTime(told.at())
                .setDriftSeverity(
                        told.episode().map(episode -> level(episode.severity())).orElse(0))
                .setDriftOpenedAt(told.episode().map(Episode::openedAt).orElse(null))
                .setDriftSince(told.episode().map(Episode::breachedSince).orElse(null))
                .setLabelsSinceDrift(told.labelsSinceDrift())
                .setLabels(told.labels())
                .build();
    }

    /// How a version stood when the policy was told.
    record Told(Optional<Episode> episode, long labelsSinceDrift, long labels, Instant at) {
        static Told of(WatchedVersion version, Instant now) {
            Optional<Episode> episode = version.driftLife.episode();
            return new Told(episode, episode.isPresent() ? version.episodeLabels.labels() : 0, version.labelTotal, now);
        }
    }

    /// Rank as the policy counts it: 0 is no drift.
    private static int level(Severity severity) {
        return switch (severity) {
            case LOW -> 1;
            case MEDIUM -> 2;
            case HIGH -> 3;
        };
    }
}
