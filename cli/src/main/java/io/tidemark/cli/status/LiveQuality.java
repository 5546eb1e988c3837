package io.tidemark.cli.status;

import io.tidemark.event.Performance;
import io.tidemark.event.Segment;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What is known of the live quality of one version in one role.
///
/// @param windows the newest record of each window, the longest last, over all traffic; of windows that tumble the last
/// two, the one that is under way and the one before
/// @param segments the newest records of the parts of the traffic
public record LiveQuality(
        String model, int version, String variant, List<Performance> windows, List<Performance> segments) {
    /// Name of the window since a version first answered.
    public static final String TOTAL = "total";

    private static final String CHAMPION = "champion";
    private static final int TUMBLING_SHOWN = 2;

    public LiveQuality {
        windows = List.copyOf(windows);
        segments = List.copyOf(segments);
    }

    /// Reads the topic.
    ///
    /// @param version empty: the champion that answered last, or if there is none whoever did
    public static Optional<LiveQuality> read(TopicBinding topics, String model, OptionalInt version) {
        Topic<Performance> topic = topics.of(Topics.PERFORMANCE);
        List<Performance> records = new ArrayList<>();
        new TopicReader(topics.settings()).read(topic.name(), message -> {
            Performance record = topic.values().deserializer().deserialize(topic.name(), message.value());
            if (record != null && record.getModel().equals(model)) {
                records.add(record);
            }
        });
        return of(records, version);
    }

    /// Of the records of one model, in the order of their topic.
    static Optional<LiveQuality> of(List<Performance> records, OptionalInt version) {
        Map<Place, Performance> newest = new LinkedHashMap<>();
        records.stream()
                .filter(record -> version.isEmpty() || record.getVersion() == version.getAsInt())
                .forEach(record -> newest.put(Place.of(record), record));
        return newest.values().stream()
                .filter(record -> record.getSegment() == null && !record.getTumbling())
                .max(Comparator.comparing(
                                (Performance record) -> record.getVariant().equals(CHAMPION))
                        .thenComparing(Performance::getWindowEnd)
                        .thenComparingInt(Performance::getVersion))
                .map(chosen -> new LiveQuality(
                        chosen.getModel(),
                        chosen.getVersion(),
                        chosen.getVariant(),
                        of(newest, chosen, false),
                        of(newest, chosen, true)));
    }

    private static List<Performance> of(Map<Place, Performance> newest, Performance chosen, boolean ofSegments) {
        return newest.values().stream()
                .filter(record -> record.getVersion() == chosen.getVersion()
                        && record.getVariant().equals(chosen.getVariant())
                        && (record.getSegment() != null) == ofSegments
                        && isShown(record, newest.values()))
                .sorted(Comparator.comparing(
                                (Performance record) -> record.getWindow().equals(TOTAL))
                        .thenComparingLong(record -> record.getWindowEnd().toEpochMilli()
                                - record.getWindowStart().toEpochMilli())
                        .thenComparing(record -> nameOf(record.getSegment()))
                        .thenComparing(Performance::getWindowStart))
                .toList();
    }

    private static boolean isShown(Performance record, Collection<Performance> all) {
        return !record.getTumbling()
                || all.stream()
                                .filter(other -> Place.of(other).isBeside(Place.of(record))
                                        && other.getWindowStart().isAfter(record.getWindowStart()))
                                .count()
                        < TUMBLING_SHOWN;
    }

    /// A part of the traffic, for people; empty: all of it.
    public static String nameOf(@Nullable Segment segment) {
        return segment == null ? "" : segment.getFeature() + " = " + segment.getValue();
    }

    /// @param start of a window that tumbles; of others, which replace each other, always the same
    private record Place(int version, String variant, String segment, String window, Instant start) {
        static Place of(Performance record) {
            return new Place(
                    record.getVersion(),
                    record.getVariant(),
                    nameOf(record.getSegment()),
                    record.getWindow(),
                    record.getTumbling() ? record.getWindowStart() : Instant.EPOCH);
        }

        /// Whether it is the same but for its start.
        boolean isBeside(Place other) {
            return new Place(version, variant, segment, window, other.start).equals(other);
        }
    }
}
