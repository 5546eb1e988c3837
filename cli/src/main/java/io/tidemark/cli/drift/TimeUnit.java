package io.tidemark.cli.drift;

import java.time.Duration;
import java.time.Instant;

/// The unit of an axis of time.
enum TimeUnit {
    SECONDS("seconds", Duration.ofSeconds(1)),
    MINUTES("minutes", Duration.ofMinutes(1)),
    HOURS("hours", Duration.ofHours(1)),
    DAYS("days", Duration.ofDays(1));

    /// A span is shown in the largest unit that it has at least five of.
    private static final int LEAST = 5;

    private final String label;
    private final Duration length;

    TimeUnit(String label, Duration length) {
        this.label = label;
        this.length = length;
    }

    /// Name for people, in the plural.
    String label() {
        return label;
    }

    /// The unit for a span.
    static TimeUnit of(Duration span) {
        TimeUnit largest = SECONDS;
        for (TimeUnit unit : values()) {
            largest = span.compareTo(unit.length.multipliedBy(LEAST)) >= 0 ? unit : largest;
        }
        return largest;
    }

    /// How many of it lie between two moments.
    double since(Instant start, Instant time) {
        return (double) Duration.between(start, time).toMillis() / length.toMillis();
    }
}
