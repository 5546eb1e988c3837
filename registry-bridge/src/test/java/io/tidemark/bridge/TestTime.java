package io.tidemark.bridge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/// Time that passes when it is told to.
final class TestTime implements InstantSource {
    private Instant now = Instant.parse("2026-05-01T12:00:00Z");

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    long nanos() {
        return now.toEpochMilli() * 1_000_000;
    }

    Clock clock() {
        return withZone(ZoneOffset.UTC);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
