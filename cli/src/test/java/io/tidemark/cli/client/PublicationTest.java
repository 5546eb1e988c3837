package io.tidemark.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.cli.UserError;
import io.tidemark.event.ActivationCause;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registries;
import io.tidemark.registry.RegistrySettings;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.guard.GuardRules;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicationTest {
    private static final ModelVersion VERSION =
            new ModelVersion("homes", 2, "run-2", "b".repeat(64), true, Instant.EPOCH, Map.of("mae", 1.0), Map.of());

    /// Nothing listens there.
    private final ModelRegistry gone = Registries.open(
            new RegistrySettings(
                    Path.of("target/unused"),
                    "http://127.0.0.1:1",
                    "",
                    new GuardRules(Duration.ofSeconds(5), 1, Duration.ZERO, Duration.ZERO, 5, Duration.ofSeconds(60))),
            Map.of(),
            (what, cause) -> {});

    @Test
    void aVersionIsKnownFromTheTimelineAsItWasRegistered() {
        TimelineState timeline = new TimelineState();
        timeline.accept(new TimelineEntry(
                0,
                TimelineFacts.registered(
                        "homes", 2, "b".repeat(64), "run-2", true, Map.of("mae", 1.0), "trainer", Instant.EPOCH)));

        assertThat(Publication.onTimeline(timeline, "homes", 2)).contains(VERSION);
        assertThat(Publication.onTimeline(timeline, "homes", 3)).isEmpty();
    }

    @Test
    void withNeitherRegistryNorClusterNothingCanBePromoted() {
        assertThatThrownBy(() ->
                        Publication.activate(gone, VERSION, Optional.empty(), ActivationCause.PROMOTION, "because"))
                .isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> Publication.version(gone, Optional.empty(), "homes", 2))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void whatItsGatesRefusedIsNotActivated() {
        ModelVersion refused =
                new ModelVersion("homes", 2, "run-2", "b".repeat(64), false, Instant.EPOCH, Map.of(), Map.of());

        assertThatThrownBy(() ->
                        Publication.activate(gone, refused, Optional.empty(), ActivationCause.PROMOTION, "because"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("refused by its gates");
    }
}
