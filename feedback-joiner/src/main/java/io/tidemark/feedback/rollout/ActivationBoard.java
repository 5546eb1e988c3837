package io.tidemark.feedback.rollout;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.Activated;
import io.tidemark.event.Refused;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// All activations of the timeline, up to now, and whether scorers serve what they ask for. One thread tells it facts,
/// any number of threads ask.
public final class ActivationBoard {
    private final Map<String, List<Entry>> byModel = new ConcurrentHashMap<>();
    private final Map<String, Entry> byId = new ConcurrentHashMap<>();

    /// When the first instance was ready, by activation and version.
    private final Map<Asked, Instant> readyAt = new ConcurrentHashMap<>();

    /// The first refusal, by activation and version.
    private final Map<Asked, Refusal> refusals = new ConcurrentHashMap<>();

    /// Takes a fact; facts come in the order of the log. A fact that was written twice counts once.
    public void accept(TimelineEntry fact) {
        Instant time = fact.event().getTime();
        if (fact.event().getFact() instanceof Activated activated) {
            Entry entry = new Entry(fact.event().getEventId(), fact.event().getModel(), time, activated);
            if (byId.putIfAbsent(entry.id(), entry) == null) {
                byModel.computeIfAbsent(entry.model(), model -> new CopyOnWriteArrayList<>())
                        .add(entry);
            }
        } else if (fact.event().getFact() instanceof Acknowledged ready) {
            readyAt.putIfAbsent(new Asked(ready.getActivationId(), ready.getVersion()), time);
        } else if (fact.event().getFact() instanceof Refused refused) {
            refusals.putIfAbsent(
                    new Asked(refused.getActivationId(), refused.getVersion()),
                    new Refusal(time, refused.getCheck() + ": " + refused.getMessage()));
        }
    }

    /// When the first instance was ready to serve a version under an activation; empty: none is.
    public Optional<Instant> readyAt(String activationId, int version) {
        return Optional.ofNullable(readyAt.get(new Asked(activationId, version)));
    }

    /// Why nobody serves a version that an activation asks for; empty: somebody does, or may still. Refusals are for
    /// good; where one instance refused, the others have a while.
    ///
    /// @param wait how long the others have
    public Optional<String> refusal(String activationId, int version, Duration wait, Instant now) {
        Asked asked = new Asked(activationId, version);
        return Optional.ofNullable(refusals.get(asked))
                .filter(refusal -> readyAt.get(asked) == null
                        && Duration.between(refusal.at, now).compareTo(wait) > 0)
                .map(Refusal::why);
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

    private record Asked(String activationId, int version) {}

    private record Refusal(Instant at, String why) {}

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
