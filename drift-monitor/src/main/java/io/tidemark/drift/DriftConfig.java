package io.tidemark.drift;

import io.tidemark.streamkit.deadletter.InboundDecoder;
import java.time.Duration;

/// How the drift monitor works. What is watched, and how closely, each version's manifest says.
///
/// @param limits what an inbound record may be like
/// @param maxAhead how far event time may lie ahead of the clock
/// @param tick time from one delivery of counts to the next, wall clock; windows are judged as often at most
/// @param referenceWait how long a bundle that cannot be fetched is waited for
/// @param referenceRetry how long, after that, its version is watched without reference until the next try
/// @param startWait how long the start waits for the timeline
public record DriftConfig(
        InboundDecoder.Limits limits,
        Duration maxAhead,
        Duration tick,
        Duration referenceWait,
        Duration referenceRetry,
        Duration startWait) {
    /// Largest record that is read, unless another limit is given, bytes.
    public static final int MAX_RECORD_BYTES = 2 * 1024 * 1024;

    /// Everything by default.
    public static final DriftConfig DEFAULT = new DriftConfig(
            InboundDecoder.Limits.DEFAULT.withMaxBytes(MAX_RECORD_BYTES),
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30));

    public DriftConfig {
        if (tick.toMillis() < 1) {
            throw new IllegalArgumentException("Found the tick " + tick + ", expected 1 ms or more.");
        }
        if (maxAhead.isNegative() || referenceWait.isNegative() || referenceRetry.isNegative()) {
            throw new IllegalArgumentException("Found maxAhead " + maxAhead + ", referenceWait " + referenceWait
                    + " and referenceRetry " + referenceRetry + ", expected 0 or more.");
        }
    }
}
