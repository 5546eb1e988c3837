package io.tidemark.drift.policy;

import java.time.Duration;

/// Numbers for people.
final class Shown {
    private Shown() {}

    /// The largest unit of which there are at least two, rounded down.
    static String duration(Duration duration) {
        if (duration.toDays() >= 2) {
            return duration.toDays() + " d";
        }
        if (duration.toHours() >= 2) {
            return duration.toHours() + " h";
        }
        return duration.toMinutes() >= 2 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
