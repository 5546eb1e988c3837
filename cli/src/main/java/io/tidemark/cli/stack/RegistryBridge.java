package io.tidemark.cli.stack;

import io.tidemark.event.ActivationCause;
import io.tidemark.event.VersionRef;
import io.tidemark.registry.HistoryEntry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registries;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.timeline.TimelineWriter;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Brings what happened in the local registry while no broker ran onto the timeline: a champion that was set there
/// becomes an activation. The id of the activation follows from the registry's entry, so that the same one is never
/// written twice.
final class RegistryBridge {
    private RegistryBridge() {}

    /// MLflow may be down at a start, and has a service that does this all the time.
    static void reconcile(ModelRegistry registry, TopicBinding topics) {
        if (Registries.mlflow(registry).isPresent()) {
            return;
        }
        List<String> models = registry.models();
        if (models.isEmpty()) {
            return;
        }
        TimelineState timeline = TimelineState.read(new TopicReader(topics.settings()), topics.of(Topics.TIMELINE));
        try (TimelineWriter writer = new TimelineWriter(topics.settings(), topics.of(Topics.TIMELINE))) {
            models.forEach(model -> reconcile(model, registry, timeline, writer));
        }
    }

    private static void reconcile(String model, ModelRegistry registry, TimelineState timeline, TimelineWriter writer) {
        Integer champion = registry.aliases(model).get(ModelRegistry.CHAMPION);
        Optional<Integer> serving = timeline.champion(model).map(VersionRef::getVersion);
        if (champion == null || serving.equals(Optional.of(champion))) {
            return;
        }
        ModelVersion version = registry.version(model, champion).orElseThrow();
        HistoryEntry.AliasSet cause = registry.history(model).reversed().stream()
                .filter(HistoryEntry.AliasSet.class::isInstance)
                .map(HistoryEntry.AliasSet.class::cast)
                .filter(entry -> entry.alias().equals(ModelRegistry.CHAMPION))
                .findFirst()
                .orElseThrow();
        String eventId =
                "registry/" + model + "/" + champion + "/" + cause.time().toEpochMilli();
        // An alias that is older than the newest activation says nothing new: a rollout may have gone on since.
        boolean isNews = timeline.activation(model)
                .map(newest -> cause.time().isAfter(newest.event().getTime()))
                .orElse(true);
        if (isNews && !timeline.contains(model, eventId)) {
            writer.append(TimelineFacts.champion(
                    eventId,
                    model,
                    champion,
                    version.bundleSha256(),
                    ActivationCause.PROMOTION,
                    cause.actor(),
                    cause.reason(),
                    Instant.now()));
        }
    }
}
