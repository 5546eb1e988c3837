package io.tidemark.trainer.data;

import io.tidemark.model.bundle.BundleDescriptor.Replay;
import io.tidemark.model.manifest.DataSource;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Which outcomes of a topic are asked for.
///
/// @param from start by event time, inclusive
/// @param to end by event time, exclusive
/// @param fromOffsets first offset by partition; of partitions that are not named, all that is there
/// @param toOffsets first offset that does not belong to it, by partition; empty: what is there now
public record OutcomeWindow(Instant from, Instant to, Map<Integer, Long> fromOffsets, Map<Integer, Long> toOffsets) {
    public OutcomeWindow {
        fromOffsets = Map.copyOf(fromOffsets);
        toOffsets = Map.copyOf(toOffsets);
    }

    /// A window by event time over all that is there.
    public static OutcomeWindow between(Instant from, Instant to) {
        return new OutcomeWindow(from, to, Map.of(), Map.of());
    }

    /// What an address asks for.
    ///
    /// @param now its end where it names none
    public static OutcomeWindow of(DataSource.Topic address, Instant now) {
        return new OutcomeWindow(
                address.from().orElse(Instant.EPOCH), address.to().orElse(now), address.fromOffsets(), Map.of());
    }

    /// What an earlier replay has seen.
    public static OutcomeWindow of(Replay then) {
        DataSource.Topic address = DataSource.Topic.parse(then.topic());
        return new OutcomeWindow(
                Instant.ofEpochMilli(then.fromMs()),
                Instant.ofEpochMilli(then.toMs()),
                address.fromOffsets(),
                then.offsets());
    }

    boolean contains(int partition, long offset) {
        return offset >= fromOffsets.getOrDefault(partition, 0L)
                && (toOffsets.isEmpty() || offset < toOffsets.getOrDefault(partition, 0L));
    }

    boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }

    /// What a bundle says of a replay of this window.
    ///
    /// @param topic the topic's name on the cluster
    /// @param ends end of each partition when it was read
    Replay described(String topic, Map<Integer, Long> ends, long rows) {
        return new Replay(
                new DataSource.Topic(topic, java.util.Optional.empty(), java.util.Optional.empty(), fromOffsets).text(),
                toOffsets.isEmpty() ? new TreeMap<>(ends) : new TreeMap<>(toOffsets),
                from.toEpochMilli(),
                to.toEpochMilli(),
                rows);
    }
}
