package io.tidemark.notifier.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait after failures in a row: doubled each time up to a limit, and spread at random over its upper half,
/// so that instances that failed together do not come back together.
final class Backoff {
    private static final int MOST_DOUBLINGS = 30;

    private final DeliveryRules rules;
    private final RandomGenerator random;

    Backoff(DeliveryRules rules, RandomGenerator random) {
        this.rules = rules;
        this.random = random;
    }

    /// @param failures failures in a row, from 1
    Duration after(int failures) {
        long doubled = rules.firstBackoff().toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
        long longest = rules.longestBackoff().toMillis();
        long cap = doubled <= 0 ? longest : Math.min(doubled, longest);
        return Duration.ofMillis(cap - random.nextLong(cap / 2 + 1));
    }
}
