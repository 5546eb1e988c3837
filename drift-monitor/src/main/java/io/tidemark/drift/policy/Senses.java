package io.tidemark.drift.policy;

import io.tidemark.event.Activated;
import io.tidemark.event.Performance;
import io.tidemark.event.PolicyReading;
import io.tidemark.event.PolicyReadingKind;
import io.tidemark.event.Registered;
import io.tidemark.event.TimelineEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Readings of what other services wrote.
public final class Senses {
    private static final String CHAMPION = "champion";
    private static final String TOTAL = "total";

    private Senses() {}

    /// Live quality of a champion over a window: of all its traffic, and neither since its birth nor in the past.
    ///
    /// @param now wall clock
    public static Optional<PolicyReading> of(Performance performance, Instant now) {
        if (performance.getSegment() != null
                || performance.getTumbling()
                || performance.getWindow().equals(TOTAL)
                || !performance.getVariant().equals(CHAMPION)) {
            return Optional.empty();
        }
        Map<String, Double> baseline = new HashMap<>(performance.getBaseline());
        Map<String, Double> metrics = new HashMap<>(performance.getMetrics());
        metrics.keySet().retainAll(baseline.keySet());
        baseline.keySet().retainAll(metrics.keySet());
        return Optional.of(reading(performance.getModel(), performance.getVersion(), PolicyReadingKind.PERFORMED, now)
                .setWindow(performance.getWindow())
                .setLabelled(performance.getLabelled())
                .setMetrics(metrics)
                .setBaseline(baseline)
                .build());
    }

    /// A training or an activation; empty for other facts.
    ///
    /// @param now wall clock
    public static Optional<PolicyReading> of(TimelineEvent event, Instant now) {
        return switch (event.getFact()) {
            case Registered registered ->
                Optional.of(reading(event.getModel(), registered.getVersion(), PolicyReadingKind.REGISTERED, now)
                        .setBundleSha256(registered.getBundleSha256())
                        .setHappenedAt(event.getTime())
                        .build());
            case Activated activated ->
                Optional.of(reading(
                                event.getModel(),
                                activated.getChampion().getVersion(),
                                PolicyReadingKind.ACTIVATED,
                                now)
                        .setBundleSha256(activated.getChampion().getBundleSha256())
                        .setHappenedAt(event.getTime())
                        .build());
            default -> Optional.empty();
        };
    }

    private static PolicyReading.Builder reading(String model, int version, PolicyReadingKind kind, Instant now) {
        return PolicyReading.newBuilder()
                .setModel(model)
                .setVersion(version)
                .setKind(kind)
                .setTime(now);
    }
}
