package io.tidemark.model.view;

import io.tidemark.model.manifest.ViewSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is kept of one entity in one view: its features' values by event time.
///
/// A value lands at its event time, whenever it arrives; of two of one time, the one that arrived later counts. The
/// result follows from the updates and their order alone.
///
/// Bounded: of each feature the [#MAX_VERSIONS] latest values, and those that held within [#KEPT] before its latest;
/// [#MAX_FEATURES] features, of more those with the latest values; and [#MAX_BYTES] in all, of more the latest values.
public final class ViewHistory {
    /// Most values of one feature. All but the latest serve requests that are older than the latest update.
    public static final int MAX_VERSIONS = 64;

    /// Most features of one entity.
    public static final int MAX_FEATURES = 256;

    /// Most bytes of one entity in one view: it is one record of state, written anew with each update.
    public static final int MAX_BYTES = 256 << 10;

    /// Most bytes of a character as UTF-8.
    static final int BYTES_PER_CHAR = 3;

    /// How long values are kept: the longest that one may hold, and the week that a request may wait on its topic.
    public static final Duration KEPT = ViewSpec.MAX_TTL.plusDays(7);

    private final SortedMap<String, FeatureTrack> tracks;
    private long bytes;

    public ViewHistory() {
        this(new TreeMap<>());
    }

    ViewHistory(SortedMap<String, FeatureTrack> tracks) {
        this.tracks = tracks;
        tracks.forEach((feature, track) -> bytes += bytes(feature, track));
    }

    /// Adds the values of an update of this entity and view.
    public void put(ViewUpdate update) {
        update.values().forEach((feature, value) -> put(feature, update.eventTimeMs(), value));
        while (tracks.size() > MAX_FEATURES) {
            removeOldestFeature();
        }
        while (bytes > MAX_BYTES) {
            dropOldestValue();
        }
    }

    private void put(String feature, long timeMs, @Nullable Object value) {
        FeatureTrack known = tracks.get(feature);
        FeatureTrack track = known == null ? new FeatureTrack() : known;
        bytes -= known == null ? 0 : bytes(feature, track);
        track.put(timeMs, value);
        bytes += bytes(feature, track);
        tracks.put(feature, track);
    }

    private void removeOldestFeature() {
        String oldest = first(tracks.entrySet().stream(), FeatureTrack::newestMs)
                .orElseThrow()
                .getKey();
        FeatureTrack removed = tracks.remove(oldest);
        bytes -= removed == null ? 0 : bytes(oldest, removed);
    }

    /// Of features that have more than one; when none has, a feature leaves.
    private void dropOldestValue() {
        Optional<Map.Entry<String, FeatureTrack>> oldest = first(
                tracks.entrySet().stream().filter(entry -> entry.getValue().size() > 1), FeatureTrack::oldestMs);
        if (oldest.isEmpty()) {
            removeOldestFeature();
            return;
        }
        FeatureTrack track = oldest.get().getValue();
        bytes -= track.bytes();
        track.dropOldest();
        bytes += track.bytes();
    }

    private static Optional<Map.Entry<String, FeatureTrack>> first(
            Stream<Map.Entry<String, FeatureTrack>> entries, ToLongFunction<FeatureTrack> time) {
        return entries.min(
                Comparator.<Map.Entry<String, FeatureTrack>>comparingLong(entry -> time.applyAsLong(entry.getValue()))
                        .thenComparing(Map.Entry::getKey));
    }

    private static long bytes(String feature, FeatureTrack track) {
        return 2L * Integer.BYTES + (long) BYTES_PER_CHAR * feature.length() + track.bytes();
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
