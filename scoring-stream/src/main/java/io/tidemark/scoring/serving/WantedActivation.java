package io.tidemark.scoring.serving;

import io.tidemark.event.Activated;
import io.tidemark.event.Challenger;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An activation that is to become ready.
///
/// @param offset its place on the timeline
/// @param fact what it says
record WantedActivation(String model, String eventId, long offset, Activated fact) {
    static WantedActivation of(TimelineEntry entry, Activated fact) {
        return new WantedActivation(entry.event().getModel(), entry.event().getEventId(), entry.offset(), fact);
    }

    /// The versions that answer under it, each once, the champion first.
    List<WantedVersion> versions() {
        Map<String, WantedVersion> versions = new LinkedHashMap<>();
        add(versions, fact.getChampion().getVersion(), fact.getChampion().getBundleSha256());
        for (Challenger challenger : fact.getChallengers()) {
            add(versions, challenger.getVersion(), challenger.getBundleSha256());
        }
        return new ArrayList<>(versions.values());
    }

    /// The activation with its versions loaded.
    ReadyActivation ready(Map<String, ServingModel> loaded) {
        return new ReadyActivation(
                offset,
                eventId,
                get(loaded, fact.getChampion().getBundleSha256()),
                fact.getChallengers().stream()
                        .map(challenger -> new ReadyActivation.Trial(
                                get(loaded, challenger.getBundleSha256()),
                                challenger.getShareBp(),
                                challenger.getExperiment()))
                        .toList());
    }

    private void add(Map<String, WantedVersion> versions, int version, String sha256) {
        versions.put(sha256, new WantedVersion(model, version, sha256));
    }

    private static ServingModel get(Map<String, ServingModel> loaded, String sha256) {
        ServingModel model = loaded.get(sha256);
        if (model == null) {
            throw new IllegalStateException("Bundle " + sha256 + " is not loaded.");
        }
        return model;
    }
}
