package io.tidemark.drift.topology;

import io.tidemark.drift.counting.RowCounter;
import io.tidemark.drift.judgement.ErrorWatch;
import io.tidemark.drift.judgement.QualityCheck;
import io.tidemark.drift.judgement.VersionWindows;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.streamkit.alert.AlertLife;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the judge has in memory of one version. It is made again from the stores, up to rows that could not be compared
/// since the last publication: the tasks that counted them have them in their metrics.
final class WatchedVersion {
    /// Before any time there is, and far enough from the smallest number for a window to be subtracted.
    static final long NEVER_MS = Long.MIN_VALUE / 4;

    private static final Duration WITHOUT_REFERENCE = Duration.ofHours(1);

    /// As far as the longest windows reach that anybody would have: nobody knows them now, and they may be back.
    private static final Duration LABELS_WITHOUT_REFERENCE = Duration.ofDays(7);

    final VersionKey key;
    final AlertLife driftLife;
    final AlertLife referenceLife;

    /// Lives of the checks of the data.
    final Map<QualityCheck, AlertLife> qualityLives;

    /// Alerts that open ones of the checks belong to.
    final Map<QualityCheck, String> causes = new EnumMap<>(QualityCheck.class);

    /// Losses of the labels that came.
    final ErrorWatch errors;

    /// Null while there is none.
    final @Nullable Reference reference;

    final @Nullable VersionWindows windows;

    /// Labelled rows by start of pane, as far back as they are of interest.
    final NavigableMap<Long, Long> labels = new TreeMap<>();

    EpisodeLabels episodeLabels;

    /// Labelled rows since the version first answered.
    long labelTotal;

    /// What the policy was told last, and when; null: nothing since the start.
    PolicyReadings.@Nullable Told told;

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
            Map<QualityCheck, AlertLife> qualityLives,
            ErrorWatch errors,
            EpisodeLabels episodeLabels) {
        this.key = key;
        this.reference = reference;
        this.windows = reference == null ? null : new VersionWindows(reference);
        this.driftLife = driftLife;
        this.referenceLife = referenceLife;
        this.qualityLives = new EnumMap<>(QualityCheck.class);
        this.qualityLives.putAll(qualityLives);
        this.errors = errors;
        this.episodeLabels = episodeLabels;
    }

    Duration pane() {
        return reference == null
                ? RowCounter.PANE_WITHOUT_REFERENCE
                : reference.drift().pane();
    }

    Duration shortestWindow() {
        return reference == null ? WITHOUT_REFERENCE : reference.drift().shortestWindow();
    }

    Duration longestWindow() {
        return reference == null ? WITHOUT_REFERENCE : reference.drift().longestWindow();
    }

    /// From how long on nothing can be said of the data for want of requests: no window holds any, and the silence is
    /// one that matters, so that a pause for a restart ends no alert.
    Duration silence() {
        Duration matters = reference == null
                ? Duration.ZERO
                : reference.soundness().quality().noTraffic();
        return matters.compareTo(longestWindow()) > 0 ? matters : longestWindow();
    }

    /// From which pane on labels are of interest, inclusive.
    ///
    /// @param endMs end of the windows
    long labelsFromMs(long endMs) {
        Duration reach = reference == null ? LABELS_WITHOUT_REFERENCE : longestWindow();
        return endMs - reach.toMillis();
    }

    /// True when it is known when the version last answered.
    boolean wasSeen() {
        return newestPaneMs != NEVER_MS;
    }

    /// Rows came.
    ///
    /// @param paneStartMs start of their pane
    /// @return true when none was newer
    boolean sawRows(long paneStartMs) {
        boolean isNewer = paneStartMs > newestPaneMs;
        newestPaneMs = Math.max(newestPaneMs, paneStartMs);
        return isNewer;
    }

    /// Where windows end: after the newest pane, but never after the one that the clock is in, so that no event time
    /// from the future makes windows leave the present behind.
    ///
    /// @param nowMs wall clock
    long endMs(long nowMs) {
        long paneLengthMs = pane().toMillis();
        long presentEndMs = Math.floorDiv(nowMs, paneLengthMs) * paneLengthMs + paneLengthMs;
        return wasSeen() ? Math.min(newestPaneMs + paneLengthMs, presentEndMs) : NEVER_MS;
    }
}
