package io.tidemark.drift.topology;

import io.tidemark.drift.judgement.DriftAlerts;
import io.tidemark.drift.judgement.QualityAlerts;
import io.tidemark.event.Alert;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What becomes of a version that is asked no longer. When another one answers in its place, its alerts end when it has
/// not answered for the length of its shortest window, and it is forgotten after twice its longest. When nobody asks
/// the model at all, its alerts about data end once no window would hold a request any more.
final class Retirement {
    private final VersionStores stores;
    private final Clock clock;
    private final Outlet outlet;

    Retirement(VersionStores stores, Clock clock, Outlet outlet) {
        this.stores = stores;
        this.clock = clock;
        this.outlet = outlet;
    }

    /// The version of the model that answers instead of this one, when there is one: it has newer rows. Nothing can be
    /// said of a version whose rows were not seen yet.
    ///
    /// @param watched all versions of the task
    static Optional<WatchedVersion> successor(WatchedVersion version, Collection<WatchedVersion> watched, long nowMs) {
        if (!version.wasSeen()) {
            return Optional.empty();
        }
        return watched.stream()
                .filter(other -> other != version && other.key.model().equals(version.key.model()))
                .filter(other -> other.endMs(nowMs) > version.endMs(nowMs))
                .max(Comparator.comparingLong(other -> other.endMs(nowMs)));
    }

    /// Ends and forgets what is due.
    ///
    /// @return true when the version is forgotten
    boolean retire(WatchedVersion version, WatchedVersion successor, long nowMs) {
        long idleMs = successor.endMs(nowMs) - version.endMs(nowMs);
        if (idleMs < version.shortestWindow().toMillis()) {
            return false;
        }
        endAlerts(version, successor, Instant.ofEpochMilli(successor.endMs(nowMs)));
        boolean over = idleMs > 2 * version.longestWindow().toMillis();
        if (over) {
            stores.forget(version.key);
        }
        return over;
    }

    /// Ends alerts about the data of requests that lie behind all windows.
    ///
    /// @param last when requests came last
    void endInSilence(WatchedVersion version, Instant last, long nowMs) {
        Instant now = clock.instant();
        Instant time = Instant.ofEpochMilli(version.endMs(nowMs));
        version.driftLife.end(time).ifPresent(step -> {
            outlet.write(version.key, DriftAlerts.silent(step, version.key, last, now), DriftNames.ALERTS);
            stores.putEpisodes(version);
        });
        version.qualityLives.forEach((check, life) -> life.end(time).ifPresent(step -> {
            Alert alert = QualityAlerts.silent(step, version.key, check, last, now);
            String cause = version.causes.remove(check);
            stores.putCause(version, check);
            outlet.write(version.key, Alert.newBuilder(alert).setCause(cause).build(), DriftNames.ALERTS);
            stores.putEpisodes(version);
        }));
    }

    private void endAlerts(WatchedVersion version, WatchedVersion successor, Instant time) {
        Instant now = clock.instant();
        version.driftLife.end(time).ifPresent(step -> {
            outlet.write(
                    version.key,
                    DriftAlerts.noLongerAnswers(step, version.key, successor.key.version(), now),
                    DriftNames.ALERTS);
            stores.putEpisodes(version);
        });
        version.qualityLives.forEach((check, life) -> life.end(time).ifPresent(step -> {
            Alert alert = QualityAlerts.of(step, version.key, check, List.of(), now);
            String cause = version.causes.remove(check);
            stores.putCause(version, check);
            outlet.write(version.key, Alert.newBuilder(alert).setCause(cause).build(), DriftNames.ALERTS);
            stores.putEpisodes(version);
        }));
        version.referenceLife.end(time).ifPresent(step -> {
            outlet.write(version.key, DriftAlerts.noReference(step, version.key, "", now), DriftNames.ALERTS);
            stores.putEpisodes(version);
        });
    }
}
