package io.tidemark.scoring.serving;

import io.tidemark.event.Activated;
import io.tidemark.event.Challenger;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An activation that is to become ready.
///
/// @param offset its place on the timeline
/// @param asked when it was written, by the writer's wall clock
/// @param fact what it says
record WantedActivation(String model, String eventId, long offset, Instant asked, Activated fact) {
    static WantedActivation of(TimelineEntry entry, Activated fact) {
        return new WantedActivation(
                entry.event().getModel(),
                entry.event().getEventId(),
                entry.offset(),
                entry.event().getTime(),
                fact);
    }

    /// The versions that answer under it, each once, the champion first.
    List<WantedVersion> versions() {
        Set<WantedVersion> versions = new LinkedHashSet<>();
        versions.add(champion());
        fact.getChallengers().forEach(challenger -> versions.add(wanted(challenger)));
        return List.copyOf(versions);
    }

    /// The activation with its versions loaded.
    ReadyActivation ready(Map<WantedVersion, ServingModel> loaded) {
        return new ReadyActivation(
                offset,
                eventId,
                get(loaded, champion()),
                fact.getChallengers().stream()
                        .map(challenger -> new ReadyActivation.Trial(
                                get(loaded, wanted(challenger)), challenger.getShareBp(), challenger.getExperiment()))
                        .toList(),
                Optional.of(new ReadyActivation.Timing(asked, System.nanoTime())));
    }

    /// The version that answers all keys but the challengers'.
    WantedVersion champion() {
        return new WantedVersion(
                model, fact.getChampion().getVersion(), fact.getChampion().getBundleSha256());
    }

    private WantedVersion wanted(Challenger challenger) {
        return new WantedVersion(model, challenger.getVersion(), challenger.getBundleSha256());
    }

    private static ServingModel get(Map<WantedVersion, ServingModel> loaded, WantedVersion version) {
        ServingModel found = loaded.get(version);
        if (found == null) {
            throw new IllegalStateException(version + " is not loaded.");
        }
        return found;
    }
}
