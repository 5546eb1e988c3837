package io.tidemark.drift.topology;

import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.drift.window.VersionWindows;
import io.tidemark.streamkit.alert.AlertLife;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the judge has in memory of one version; all of it can be made again from the stores.
final class WatchedVersion {
    /// Before any time there is, and far enough from the smallest number for a window to be subtracted.
    static final long NEVER_MS = Long.MIN_VALUE / 4;

    private static final Duration WITHOUT_REFERENCE = Duration.ofHours(1);
    private static final Duration PANE_WITHOUT_REFERENCE = Duration.ofMinutes(1);

    final VersionKey key;
    final AlertLife driftLife;
    final AlertLife referenceLife;

    /// Null while there is none.
    final @Nullable Reference reference;

    final @Nullable VersionWindows windows;

    /// Labelled rows by start of pane, as far back as the longest window reaches.
    final NavigableMap<Long, Long> labels = new TreeMap<>();

    EpisodeLabels episodeLabels;

    /// Start of the newest pane with rows, event time.
    long newestPaneMs = NEVER_MS;

    /// End of the windows that were judged last.
    long judgedEndMs = NEVER_MS;

    /// Counts came since the last publication.
    boolean changed;

    /// Counts came since the last tick.
    boolean busy;

    /// Rows since the last publication that could not be compared.
    long uncomparedRows;

    WatchedVersion(
            VersionKey key,
            @Nullable Reference reference,
            AlertLife driftLife,
            AlertLife referenceLife,
            EpisodeLabels episodeLabels) {
        this.key = key;
        this.reference = reference;
        this.windows = reference == null ? null : new VersionWindows(reference);
        this.driftLife = driftLife;
        this.referenceLife = referenceLife;
        this.episodeLabels = episodeLabels;
    }

    Duration pane() {
        return reference == null ? PANE_WITHOUT_REFERENCE : reference.drift().pane();
    }

    Duration shortestWindow() {
        return reference == null
                ? WITHOUT_REFERENCE
                : reference.drift().windows().values().stream()
                        .min(Duration::compareTo)
                        .orElse(WITHOUT_REFERENCE);
    }

    Duration longestWindow() {
        return reference == null
                ? WITHOUT_REFERENCE
                : reference.drift().windows().values().stream()
                        .max(Duration::compareTo)
                        .orElse(WITHOUT_REFERENCE);
    }

    /// Where windows end: after the newest pane, but never after the one that the clock is in, so that no event time
    /// from the future makes windows leave the present behind.
    ///
    /// @param nowMs wall clock
    long endMs(long nowMs) {
        long paneMs = pane().toMillis();
        long presentEndMs = Math.floorDiv(nowMs, paneMs) * paneMs + paneMs;
        return newestPaneMs == NEVER_MS ? NEVER_MS : Math.min(newestPaneMs + paneMs, presentEndMs);
    }
}
