package io.tidemark.streamkit.timeline;

import io.tidemark.event.ActivationCause;
import io.tidemark.event.TimelineEvent;
import java.time.Instant;
import java.util.Map;

/// Facts about models.
final class Facts {
    static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

    private Facts() {}

    static TimelineEvent activated(String id, String model, int version) {
        return TimelineFacts.champion(
                id, model, version, "0".repeat(64), ActivationCause.PROMOTION, "somebody", "because", TIME);
    }

    static TimelineEvent registered(String run, String model, int version) {
        return TimelineFacts.registered(model, version, "0".repeat(64), run, true, Map.of("mae", 1.5), "trainer", TIME);
    }
}
