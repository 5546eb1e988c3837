package io.tidemark.model.view;

import io.tidemark.model.manifest.ViewSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is kept of one entity in one view: its features' values by event time.
///
/// A value lands at its event time, whenever it arrives; of two of one time, the one that arrived later counts. The
/// result follows from the updates and their order alone.
///
/// Bounded: of each feature the [#MAX_VERSIONS] latest values, and those that held within [#KEPT] before its latest;
/// [#MAX_FEATURES] features, of more those with the latest values.
public final class ViewHistory {
    /// Most values of one feature. All but the latest serve requests that are older than the latest update.
    public static final int MAX_VERSIONS = 64;

    /// Most features of one entity.
    public static final int MAX_FEATURES = 256;

    /// How long values are kept: the longest that one may hold, and the week that a request may wait on its topic.
    public static final Duration KEPT = ViewSpec.MAX_TTL.plusDays(7);

    private final SortedMap<String, FeatureTrack> tracks;

    public ViewHistory() {
        this(new TreeMap<>());
    }

    ViewHistory(SortedMap<String, FeatureTrack> tracks) {
        this.tracks = tracks;
    }

    /// Adds the values of an update of this entity and view.
    public void put(ViewUpdate update) {
        update.values().forEach((feature, value) -> put(feature, update.eventTimeMs(), value));
        while (tracks.size() > MAX_FEATURES) {
            String oldest = tracks.entrySet().stream()
                    .min(Comparator.<Map.Entry<String, FeatureTrack>>comparingLong(
                                    entry -> entry.getValue().newestMs())
                            .thenComparing(Map.Entry::getKey))
                    .orElseThrow()
                    .getKey();
            tracks.remove(oldest);
        }
    }

    private void put(String feature, long timeMs, @Nullable Object value) {
        tracks.computeIfAbsent(feature, ignored -> new FeatureTrack()).put(timeMs, value);
    }

    /// What held of a feature at a moment.
    ///
    /// @param timeMs milliseconds since 1970-01-01 UTC; an update of this very time counts, a later one never
    /// @param ttl oldest age that a value may have
    public ViewValue at(String feature, long timeMs, Duration ttl) {
        FeatureTrack track = tracks.get(feature);
        return track == null ? ViewValue.MISSING : track.at(timeMs, ttl.toMillis());
    }

    /// Latest event time of all values; the beginning of time when there is none.
    public long newestMs() {
        return tracks.values().stream().mapToLong(FeatureTrack::newestMs).max().orElse(Long.MIN_VALUE);
    }

    SortedMap<String, FeatureTrack> tracks() {
        return tracks;
    }
}
