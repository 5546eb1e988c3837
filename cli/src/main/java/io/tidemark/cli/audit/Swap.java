package io.tidemark.cli.audit;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.Activated;
import io.tidemark.event.Adopted;
import io.tidemark.event.Refused;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What scorers made of an activation, by the facts of the timeline. Times are differences of the facts' timestamps:
/// as good as the clocks of the machines that wrote them.
///
/// @param activation what was asked for
/// @param acknowledged the first acknowledgement of each instance, by instance
/// @param refused the latest refusal of each instance, by instance
/// @param adopted the first adoption of each partition, by partition
/// @param present instances that had written to the timeline before: whoever came later was not slow
public record Swap(
        TimelineEntry activation,
        Map<String, TimelineEntry> acknowledged,
        Map<String, TimelineEntry> refused,
        Map<String, TimelineEntry> adopted,
        Set<String> present) {

    /// The swaps of a model, oldest first.
    ///
    /// @param facts all facts about it, oldest first
    public static List<Swap> of(List<TimelineEntry> facts) {
        Map<String, Swap> swaps = new LinkedHashMap<>();
        Set<String> instances = new HashSet<>();
        for (TimelineEntry entry : facts) {
            switch (entry.event().getFact()) {
                case Activated activated ->
                    swaps.putIfAbsent(
                            entry.event().getEventId(),
                            new Swap(
                                    entry,
                                    new LinkedHashMap<>(),
                                    new LinkedHashMap<>(),
                                    new LinkedHashMap<>(),
                                    Set.copyOf(instances)));
                case Acknowledged fact -> {
                    instances.add(fact.getInstance());
                    find(swaps, fact.getActivationId())
                            .ifPresent(swap -> swap.acknowledged.putIfAbsent(fact.getInstance(), entry));
                }
                case Refused fact -> {
                    instances.add(fact.getInstance());
                    find(swaps, fact.getActivationId()).ifPresent(swap -> swap.refused.put(fact.getInstance(), entry));
                }
                case Adopted fact -> {
                    instances.add(fact.getInstance());
                    find(swaps, fact.getActivationId())
                            .ifPresent(swap ->
                                    swap.adopted.putIfAbsent(fact.getTopic() + "-" + fact.getPartition(), entry));
                }
                default -> {
                    // Other facts are no part of a swap.
                }
            }
        }
        return List.copyOf(swaps.values());
    }

    private static Optional<Swap> find(Map<String, Swap> swaps, String activationId) {
        return Optional.ofNullable(swaps.get(activationId));
    }

    /// What was asked for.
    public Activated asked() {
        return (Activated) activation.event().getFact();
    }

    /// How long after the activation a fact was written.
    public Duration after(TimelineEntry fact) {
        return Duration.between(activation.event().getTime(), fact.event().getTime());
    }

    /// Acknowledgements of the instances that were there.
    public List<TimelineEntry> acknowledgedAtOnce() {
        return acknowledged.entrySet().stream()
                .filter(entry -> present.isEmpty() || present.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /// The shortest and the longest time that these facts took; empty without facts.
    public Optional<Times> times(Collection<TimelineEntry> facts) {
        return facts.stream()
                .map(this::after)
                .min(Comparator.naturalOrder())
                .map(first -> new Times(
                        first,
                        facts.stream()
                                .map(this::after)
                                .max(Comparator.naturalOrder())
                                .orElse(first)));
    }

    /// How long the first and the last of several took.
    public record Times(Duration first, Duration last) {
        /// From the first to the last.
        public Duration spread() {
            return last.minus(first);
        }
    }
}
