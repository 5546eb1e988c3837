package io.tidemark.cli.client;

import io.tidemark.cli.UserError;
import io.tidemark.event.Activated;
import io.tidemark.event.TimelineEvent;
import io.tidemark.registry.ModelVersion;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.timeline.TimelineWriter;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Changes who answers beside the champion, or shadows: the newest activation with the change becomes the next one.
public final class RoutingChange {
    private final KafkaSettings settings;
    private final Topic<TimelineEvent> topic;
    private final TimelineState timeline;
    private final String model;

    private RoutingChange(KafkaSettings settings, String model) {
        this.settings = settings;
        this.model = model;
        this.topic = new TopicBinding(settings).of(Topics.TIMELINE);
        this.timeline = TimelineState.read(new TopicReader(settings), topic);
    }

    /// Reads how the model is routed now.
    public static RoutingChange read(KafkaSettings settings, String model) {
        return new RoutingChange(settings, model);
    }

    /// The newest activation.
    ///
    /// @throws UserError when the model has no champion: nothing can stand beside it
    public TimelineEntry entry() {
        return timeline.activation(model)
                .orElseThrow(() -> new UserError("Found no activation of " + model
                        + " on the timeline, expected a champion first: `tidemark promote " + model
                        + " VERSION`. Models on the timeline: " + timeline.models() + "."));
    }

    /// What the newest activation says.
    public Activated routing() {
        return (Activated) entry().event().getFact();
    }

    /// Writes the next activation; nothing when it says what the newest says already.
    ///
    /// @param next the whole routing
    /// @param versions the versions that it names beside the champion
    /// @return false when nothing had to be written
    public boolean append(Activated next, List<ModelVersion> versions, String reason) {
        Activated now = routing();
        if (now.getChallengers().equals(next.getChallengers())
                && now.getShadows().equals(next.getShadows())) {
            return false;
        }
        List<TimelineEvent> facts = new ArrayList<>();
        versions.stream()
                .filter(version -> !timeline.contains(model, TimelineFacts.registeredId(version.runId())))
                .map(Publication::registered)
                .forEach(facts::add);
        facts.add(TimelineFacts.activated(
                "cli/" + UUID.randomUUID(), model, next, Publication.user(), reason, Instant.now()));
        TimelineWriter.appendTogether(settings, topic, facts);
        return true;
    }
}
