package io.tidemark.scoring.topology;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Until when requests wait for a model that is being loaded: one wait per model, for all partitions of a process. Were
/// it one for each partition, the waits of one thread would add up to more than its transaction may take.
final class ModelWaits {
    /// A wait that ended this long ago is over; the next one begins anew.
    private static final long FORGOTTEN_MS = Duration.ofMinutes(1).toMillis();

    private final Duration longest;
    private final Map<String, Long> endsMs = new ConcurrentHashMap<>();

    /// @param longest how long requests of one model wait
    ModelWaits(Duration longest) {
        this.longest = longest;
    }

    /// How long a request may wait from now on.
    ///
    /// @param nowMs milliseconds since 1970-01-01 UTC
    Duration left(String model, long nowMs) {
        long endMs = endsMs.merge(
                model, nowMs + longest.toMillis(), (known, fresh) -> nowMs > known + FORGOTTEN_MS ? fresh : known);
        return Duration.ofMillis(Math.max(0, endMs - nowMs));
    }
}
