package io.tidemark.scoring.serving;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.event.Acknowledged;
import io.tidemark.event.Activated;
import io.tidemark.event.Alert;
import io.tidemark.event.Refused;
import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says that versions are refused, and when that is over: of this process, of it before a restart, and of instances
/// that are gone.
///
/// Each instance writes its own refusal to the timeline. The alert is one per activation and version, whoever refuses:
/// who knows that another instance refused keeps silent, and two that refuse at one moment write the same alert under
/// the same id.
///
/// A refusal is over for everybody once a later activation serves somewhere, and under its own activation once all
/// that refused serve it. Whoever brings that about says so before it acknowledges, so that a start after a crash in
/// between says it again: an acknowledgement on the timeline means that it was said. Only when the last ones come to
/// serve at one moment does neither know that it is the last; then the one whose acknowledgement stands last on the
/// timeline says it.
final class Refusals {
    private static final int REMEMBERED_ACTIVATIONS = 256;
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final ModelLoader.Outbox outbox;
    private final LoaderFacts facts;
    private final MeterRegistry meters;
    private final Map<String, Deque<Activation>> activations = new HashMap<>();
    private final Map<String, List<Episode>> open = new HashMap<>();

    Refusals(ModelLoader.Outbox outbox, LoaderFacts facts, MeterRegistry meters) {
        this.outbox = outbox;
        this.facts = facts;
        this.meters = meters;
    }

    /// This instance refuses a version.
    void refuse(WantedActivation activation, WantedVersion version, LoadException fault) {
        LOG.error("{} version {} is refused: {}", version.model(), version.version(), fault.getMessage());
        TimelineEvent refused = facts.refused(activation.eventId(), version, fault);
        outbox.write(refused);
        Alert alert = facts.refusalAlert(refused);
        if (isFirst(alert, activation.offset())) {
            outbox.write(alert);
        }
        meters.counter("tidemark.models.refused", "model", version.model(), "check", fault.check())
                .increment();
    }

    /// This instance serves an activation.
    void served(ReadyActivation activation) {
        String how = "Version " + activation.champion().version() + " is ready under activation " + activation.eventId()
                + ".";
        overWith(activation).forEach(alert -> outbox.write(facts.refusalResolved(alert, how)));
    }

    /// Takes an entry of the timeline; they come in its order.
    void accept(TimelineEntry entry) {
        String model = entry.event().getModel();
        switch (entry.event().getFact()) {
            case Activated activated ->
                remember(model, new Activation(entry.event().getEventId(), entry.offset()));
            case Refused refused ->
                offsetOf(model, refused.getActivationId())
                        .ifPresent(offset -> note(facts.refusalAlert(entry.event()), offset, refused.getInstance()));
            case Acknowledged acknowledged ->
                offsetOf(model, acknowledged.getActivationId())
                        .ifPresent(offset -> acknowledged(model, offset, acknowledged.getInstance())
                                .forEach(alert -> outbox.write(facts.refusalResolved(
                                        alert,
                                        "Each instance that refused it is ready under activation "
                                                + acknowledged.getActivationId() + "."))));
            default -> {
                // Other facts say nothing of refusals.
            }
        }
    }

    /// True when a version of an activation is refused by some instance, and that is not over.
    synchronized boolean isRefused(String model, long offset) {
        return open.getOrDefault(model, List.of()).stream().anyMatch(episode -> episode.offset == offset);
    }

    private synchronized void remember(String model, Activation activation) {
        Deque<Activation> known = activations.computeIfAbsent(model, ignored -> new ArrayDeque<>());
        known.addLast(activation);
        if (known.size() > REMEMBERED_ACTIVATIONS) {
            known.removeFirst();
        }
    }

    private synchronized boolean isFirst(Alert alert, long offset) {
        return note(alert, offset, facts.instance()).instances.equals(Set.of(facts.instance()));
    }

    private synchronized Episode note(Alert alert, long offset, String instance) {
        List<Episode> episodes = open.computeIfAbsent(alert.getModel(), ignored -> new ArrayList<>());
        Episode episode = episodes.stream()
                .filter(known -> known.alert.getAlertId().equals(alert.getAlertId()))
                .findFirst()
                .orElseGet(() -> {
                    Episode begun = new Episode(offset, alert);
                    episodes.add(begun);
                    return begun;
                });
        episode.instances.add(instance);
        return episode;
    }

    private synchronized List<Alert> overWith(ReadyActivation activation) {
        List<Alert> over = new ArrayList<>();
        for (Iterator<Episode> all = episodes(activation.champion().name()); all.hasNext(); ) {
            Episode episode = all.next();
            if (episode.offset == activation.offset()) {
                episode.servedHere = episode.instances.remove(facts.instance());
            }
            if (episode.offset < activation.offset()
                    || (episode.offset == activation.offset() && episode.instances.isEmpty())) {
                over.add(episode.alert);
                all.remove();
            }
        }
        return over;
    }

    /// @return alerts that are over and that nobody else will say so of
    private synchronized List<Alert> acknowledged(String model, long offset, String instance) {
        List<Alert> over = new ArrayList<>();
        for (Iterator<Episode> all = episodes(model); all.hasNext(); ) {
            Episode episode = all.next();
            if (episode.offset < offset) {
                // That a shadow is ready says nothing of what answers.
                if (!LoaderFacts.isShadow(instance)) {
                    all.remove();
                }
            } else if (episode.offset == offset && episode.isOverWith(instance, instance.equals(facts.instance()))) {
                if (episode.isLastServedHere()) {
                    over.add(episode.alert);
                }
                all.remove();
            }
        }
        return over;
    }

    private Iterator<Episode> episodes(String model) {
        return open.getOrDefault(model, new ArrayList<>()).iterator();
    }

    private synchronized OptionalLong offsetOf(String model, String activationId) {
        return activations.getOrDefault(model, new ArrayDeque<>()).stream()
                .filter(activation -> activation.eventId().equals(activationId))
                .mapToLong(Activation::offset)
                .findFirst();
    }

    private record Activation(String eventId, long offset) {}

    /// A version that is refused under an activation.
    private static final class Episode {
        private final long offset;
        private final Alert alert;
        private final Set<String> instances = new HashSet<>();

        /// This process serves it by now, others refused it then, and its acknowledgement was not read back yet.
        private boolean servedHere;

        private Episode(long offset, Alert alert) {
            this.offset = offset;
            this.alert = alert;
        }

        /// Notes an acknowledgement.
        ///
        /// @return true when nobody refuses it any more and nobody's acknowledgement is awaited
        private boolean isOverWith(String instance, boolean own) {
            boolean wasLast = instances.isEmpty();
            instances.remove(instance);
            if (own && !wasLast) {
                servedHere = false;
            }
            return instances.isEmpty() && (own || !servedHere);
        }

        private boolean isLastServedHere() {
            return servedHere;
        }
    }
}
