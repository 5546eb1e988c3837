package io.tidemark.cli.client;

import io.tidemark.event.ActivationCause;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineWriter;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Makes a version known on the timeline, and active.
public final class Publication {
    private Publication() {}

    /// Writes that a version was registered and, when it is approved and wanted, activates it: alias first, so that a
    /// start
    /// without broker knows it too, then the timeline.
    ///
    /// @return whether it is active now
    public static boolean publish(
            ModelRegistry registry, ModelVersion version, Optional<KafkaSettings> kafka, boolean activate) {
        boolean active = activate && version.approved();
        if (active) {
            registry.setAlias(
                    version.model(), ModelRegistry.CHAMPION, version.version(), user(), "Approved by all gates.");
        }
        kafka.ifPresent(settings -> {
            TopicBinding topics = new TopicBinding(settings);
            try (TimelineWriter writer = new TimelineWriter(settings, topics.of(Topics.TIMELINE))) {
                writer.append(TimelineFacts.registered(
                        version.model(),
                        version.version(),
                        version.bundleSha256(),
                        version.runId(),
                        version.approved(),
                        version.metrics(),
                        user(),
                        Instant.now()));
                if (active) {
                    writer.append(TimelineFacts.champion(
                            version.runId() + "/activated",
                            version.model(),
                            version.version(),
                            version.bundleSha256(),
                            ActivationCause.PROMOTION,
                            user(),
                            "Approved by all gates.",
                            Instant.now()));
                }
            }
        });
        return active;
    }

    /// Activates a version that is registered already.
    public static void activate(
            ModelRegistry registry,
            ModelVersion version,
            Optional<KafkaSettings> kafka,
            ActivationCause cause,
            String reason) {
        registry.setAlias(version.model(), ModelRegistry.CHAMPION, version.version(), user(), reason);
        kafka.ifPresent(settings -> {
            TopicBinding topics = new TopicBinding(settings);
            try (TimelineWriter writer = new TimelineWriter(settings, topics.of(Topics.TIMELINE))) {
                writer.append(TimelineFacts.champion(
                        "cli/" + UUID.randomUUID(),
                        version.model(),
                        version.version(),
                        version.bundleSha256(),
                        cause,
                        user(),
                        reason,
                        Instant.now()));
            }
        });
    }

    /// Name of the person at the command line, for the audit.
    static String user() {
        return System.getProperty("user.name", "cli");
    }
}
