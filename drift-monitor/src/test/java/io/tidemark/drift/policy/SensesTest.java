package io.tidemark.drift.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Noted;
import io.tidemark.event.Performance;
import io.tidemark.event.PolicyReading;
import io.tidemark.event.PolicyReadingKind;
import io.tidemark.event.Registered;
import io.tidemark.event.Segment;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VersionRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SensesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SHA = "a".repeat(64);

    @Test
    void qualityIsThatOfTheChampionsWholeTrafficOverAWindow() {
        PolicyReading reading = Senses.of(performance().build(), NOW).orElseThrow();

        assertThat(reading.getMetrics()).containsOnly(Map.entry("mae", 120.0));
        assertThat(reading.getBaseline()).containsOnly(Map.entry("mae", 100.0));
        assertThat(reading.getLabelled()).isEqualTo(300);
        assertThat(Senses.of(performance().setVariant("challenger").build(), NOW))
                .isEmpty();
        assertThat(Senses.of(performance().setWindow("total").build(), NOW)).isEmpty();
        assertThat(Senses.of(performance().setTumbling(true).build(), NOW)).isEmpty();
        assertThat(Senses.of(performance().setSegment(new Segment("city", "x")).build(), NOW))
                .isEmpty();
    }

    @Test
    void trainingsAndActivationsAreReadOtherFactsAreNot() {
        assertThat(Senses.of(event(new Registered(4, SHA, "run", false, Map.of())), NOW)
                        .orElseThrow()
                        .getKind())
                .isEqualTo(PolicyReadingKind.REGISTERED);
        PolicyReading activated = Senses.of(
                        event(new Activated(ActivationCause.ROLLBACK, new VersionRef(3, SHA), List.of(), List.of())),
                        NOW)
                .orElseThrow();
        assertThat(activated.getVersion()).isEqualTo(3);
        assertThat(activated.getHappenedAt()).isEqualTo(NOW.minusSeconds(5));
        assertThat(activated.getTime()).isEqualTo(NOW);
        assertThat(Senses.of(event(new Noted("x", Map.of())), NOW)).isEmpty();
    }

    private static Performance.Builder performance() {
        return Performance.newBuilder()
                .setModel("homes")
                .setVersion(3)
                .setVariant("champion")
                .setWindow("fast")
                .setWindowStart(NOW)
                .setWindowEnd(NOW)
                .setPredictions(400)
                .setLabelled(300)
                .setMetrics(Map.of("mae", 120.0, "auc", 0.5))
                .setBaseline(Map.of("mae", 100.0, "r2", 0.8));
    }

    private static TimelineEvent event(Object fact) {
        return TimelineEvent.newBuilder()
                .setEventId("e")
                .setModel("homes")
                .setTime(NOW.minusSeconds(5))
                .setActor("ana")
                .setFact(fact)
                .build();
    }
}
