package io.tidemark.feedback.rollout;

import io.tidemark.event.Activated;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// All activations of the timeline, up to now. One thread tells it facts, any number of threads ask.
public final class ActivationBoard {
    private final Map<String, List<Entry>> byModel = new ConcurrentHashMap<>();
    private final Map<String, Entry> byId = new ConcurrentHashMap<>();

    /// Takes a fact; facts come in the order of the log. A fact that was written twice counts once.
    public void accept(TimelineEntry fact) {
        if (fact.event().getFact() instanceof Activated activated) {
            Entry entry = new Entry(
                    fact.event().getEventId(),
                    fact.event().getModel(),
                    fact.event().getTime(),
                    activated);
            if (byId.putIfAbsent(entry.id(), entry) == null) {
                byModel.computeIfAbsent(entry.model(), model -> new CopyOnWriteArrayList<>())
                        .add(entry);
            }
        }
    }

    /// Models that were ever activated.
    public Set<String> models() {
        return Set.copyOf(byModel.keySet());
    }

    /// The activation of this id.
    public Optional<Entry> of(String activationId) {
        return Optional.ofNullable(byId.get(activationId));
    }

    /// The newest activation of a model.
    public Optional<Entry> newest(String model) {
        List<Entry> entries = byModel.getOrDefault(model, List.of());
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast());
    }

    /// The activation that an activation took the place of.
    public Optional<Entry> before(Entry entry) {
        List<Entry> entries = new ArrayList<>(byModel.getOrDefault(entry.model(), List.of()));
        int index = entries.indexOf(entry);
        return index > 0 ? Optional.of(entries.get(index - 1)) : Optional.empty();
    }

    /// True when some model has a version on trial now.
    public boolean hasTrial() {
        return byModel.values().stream()
                .anyMatch(entries -> TrialPlan.of(entries.getLast().routing()).isPresent());
    }

    /// An activation.
    ///
    /// @param id event_id of the fact
    /// @param time when it was written
    public record Entry(String id, String model, Instant time, Activated routing) {
        /// What it puts on trial.
        public Optional<TrialPlan> plan() {
            return TrialPlan.of(routing);
        }
    }
}
