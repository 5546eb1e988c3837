package io.tidemark.drift.policy;

import io.tidemark.event.PolicyReading;
import io.tidemark.event.PolicyReadingKind;
import java.time.Instant;
import java.util.Map;

/// Readings for tests.
final class Readings {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final String MODEL = "homes";

    private Readings() {}

    static PolicyReading calm(int version, Instant time, long labels) {
        return reading(version, PolicyReadingKind.WATCHED, time)
                .setLabels(labels)
                .build();
    }

    /// An alert that was opened a minute after the start, of drift that began at the start.
    static PolicyReading drift(int version, Instant time, int severity, long labelsSince, long labels) {
        return reading(version, PolicyReadingKind.WATCHED, time)
                .setDriftSeverity(severity)
                .setDriftOpenedAt(START.plusSeconds(60))
                .setDriftSince(START)
                .setLabelsSinceDrift(labelsSince)
                .setLabels(labels)
                .build();
    }

    static PolicyReading quality(int version, Instant time, String window, double mae, long labelled) {
        return reading(version, PolicyReadingKind.PERFORMED, time)
                .setWindow(window)
                .setLabelled(labelled)
                .setMetrics(Map.of("mae", mae, "r2", 0.5))
                .setBaseline(Map.of("mae", 100.0, "r2", 0.8))
                .build();
    }

    static PolicyReading registered(int version, Instant time, Instant happened) {
        return reading(version, PolicyReadingKind.REGISTERED, time)
                .setHappenedAt(happened)
                .build();
    }

    static PolicyReading activated(int version, Instant time, Instant happened) {
        return reading(version, PolicyReadingKind.ACTIVATED, time)
                .setHappenedAt(happened)
                .build();
    }

    private static PolicyReading.Builder reading(int version, PolicyReadingKind kind, Instant time) {
        return PolicyReading.newBuilder()
                .setModel(MODEL)
                .setVersion(version)
                .setBundleSha256(Integer.toString(version).repeat(64).substring(0, 64))
                .setKind(kind)
                .setTime(time);
    }
}
