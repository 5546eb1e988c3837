package io.tidemark.scoring.serving;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.Activated;
import io.tidemark.event.Alert;
import io.tidemark.event.Refused;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Refusals that the timeline tells of and whose alerts may still be open: of this process before a restart, and of
/// instances that are gone.
///
/// A refusal is over for everybody once a later activation serves, for its own instance also once its activation does.
/// Whoever serves says so before it acknowledges: an acknowledgement on the timeline means that it was said.
final class ToldRefusals {
    private static final int REMEMBERED_ACTIVATIONS = 256;

    private final LoaderFacts facts;
    private final Map<String, Deque<Activation>> activations = new HashMap<>();
    private final Map<String, List<Told>> open = new HashMap<>();

    ToldRefusals(LoaderFacts facts) {
        this.facts = facts;
    }

    /// Takes an entry of the timeline; they come in its order.
    synchronized void accept(TimelineEntry entry) {
        String model = entry.event().getModel();
        switch (entry.event().getFact()) {
            case Activated activated -> {
                Deque<Activation> known = activations.computeIfAbsent(model, ignored -> new ArrayDeque<>());
                known.addLast(new Activation(entry.event().getEventId(), entry.offset()));
                if (known.size() > REMEMBERED_ACTIVATIONS) {
                    known.removeFirst();
                }
            }
            case Refused refused ->
                offsetOf(model, refused.getActivationId())
                        .ifPresent(offset -> open.computeIfAbsent(model, ignored -> new ArrayList<>())
                                .add(new Told(offset, refused.getInstance(), facts.refusalAlert(entry.event()))));
            case Acknowledged acknowledged ->
                offsetOf(model, acknowledged.getActivationId())
                        .ifPresent(offset -> take(model, offset, acknowledged.getInstance()));
            default -> {
                // Other facts say nothing of refusals.
            }
        }
    }

    /// Takes the alerts that are over once this instance serves an activation.
    ///
    /// @param offset place of the activation
    synchronized List<Alert> over(String model, long offset) {
        return take(model, offset, facts.instance());
    }

    private List<Alert> take(String model, long offset, String by) {
        List<Alert> over = new ArrayList<>();
        for (Iterator<Told> all = open.getOrDefault(model, new ArrayList<>()).iterator(); all.hasNext(); ) {
            Told told = all.next();
            if (told.offset() < offset
                    || (told.offset() == offset && told.instance().equals(by))) {
                over.add(told.alert());
                all.remove();
            }
        }
        return over;
    }

    private OptionalLong offsetOf(String model, String activationId) {
        return activations.getOrDefault(model, new ArrayDeque<>()).stream()
                .filter(activation -> activation.eventId().equals(activationId))
                .mapToLong(Activation::offset)
                .findFirst();
    }

    private record Activation(String eventId, long offset) {}

    /// A refusal on the timeline.
    ///
    /// @param offset place of the activation that named the version
    /// @param instance who refused
    private record Told(long offset, String instance, Alert alert) {}
}
