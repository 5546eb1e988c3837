package io.tidemark.registry.guard;

import java.time.Duration;

/// When a dependency is asked again, and when it is left alone.
///
/// @param timeout how long one try may take
/// @param tries tries of one call, 1 or more
/// @param firstPause pause after the first try; doubled after each further one
/// @param longestPause no pause is longer
/// @param failures failed tries in a row after which it is left alone
/// @param alone how long it is left alone before one try is made again
public record GuardRules(
        Duration timeout, int tries, Duration firstPause, Duration longestPause, int failures, Duration alone) {
    /// 10 s, three tries, 200 ms doubled up to 5 s, five failures, 60 s.
    public static final GuardRules DEFAULT = new GuardRules(
            Duration.ofSeconds(10), 3, Duration.ofMillis(200), Duration.ofSeconds(5), 5, Duration.ofSeconds(60));

    public GuardRules {
        if (tries < 1 || failures < 1) {
            throw new IllegalArgumentException(
                    "Found " + tries + " tries and " + failures + " failures, expected 1 or more of each.");
        }
        if (timeout.isNegative() || timeout.isZero() || firstPause.isNegative() || alone.isNegative()) {
            throw new IllegalArgumentException("Found a timeout of " + timeout + ", a first pause of " + firstPause
                    + " and " + alone + " alone, expected a timeout above zero and the others not below.");
        }
    }

    /// The pause after a failed try: half of it fixed, half by chance, so that many clients do not come back together.
    ///
    /// @param attempt number of the try that failed, from 0
    /// @param chance from 0 inclusive to 1 exclusive
    Duration pause(int attempt, double chance) {
        double longestMs = longestPause.toMillis();
        double fullMs = Math.min(firstPause.toMillis() * Math.pow(2, Math.min(attempt, Integer.SIZE)), longestMs);
        return Duration.ofMillis((long) (fullMs * (0.5 + 0.5 * chance)));
    }
}
