package io.tidemark.bridge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock that goes when it is told to.
final class TestTime extends Clock {
    private Instant now = Instant.parse("2026-05-01T12:00:00Z");

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    long nanos() {
        return now.toEpochMilli() * 1_000_000;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return now;
    }
}
