package io.tidemark.feedback;

import io.tidemark.streamkit.deadletter.InboundDecoder;
import java.time.Duration;

/// How the feedback joiner works.
///
/// @param limits what an inbound record may be like
/// @param maxAhead how far timestamps may lie ahead of the clock
/// @param labelWait how long a label waits for its prediction
/// @param interval how often what is new is sent on and horizons are looked at
/// @param purgeBatch requests whose time is up that are handled at one look at most, 1 or more
public record FeedbackConfig(
        InboundDecoder.Limits limits, Duration maxAhead, Duration labelWait, Duration interval, int purgeBatch) {
    /// Largest record that is read, unless another limit is given, bytes.
    public static final int MAX_RECORD_BYTES = 2 * 1024 * 1024;

    /// Everything by default.
    public static final FeedbackConfig DEFAULT = new FeedbackConfig(
            InboundDecoder.Limits.DEFAULT.withMaxBytes(MAX_RECORD_BYTES),
            Duration.ofHours(1),
            Duration.ofDays(1),
            Duration.ofSeconds(1),
            10_000);

    public FeedbackConfig {
        if (purgeBatch < 1) {
            throw new IllegalArgumentException("Found a purge batch of " + purgeBatch + ", expected 1 or more.");
        }
        requirePositive("label wait", labelWait);
        requirePositive("interval", interval);
    }

    private static void requirePositive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("Found the " + what + " " + duration + ", expected more than 0.");
        }
    }
}
