package io.tidemark.notifier.delivery;

import java.time.Duration;

/// How a sink is treated.
///
/// @param gap shortest time from one message to the next; Slack allows one a second
/// @param burst messages of their own within `burstWindow`; what comes beyond is told in summaries
/// @param burstWindow over which they are counted
/// @param gather how long notices are gathered for a summary
/// @param firstBackoff pause after the first failure; each further one doubles it
/// @param longestBackoff longest pause
/// @param giveUpAfter how long a notice is tried before it is given up
public record DeliveryRules(
        Duration gap,
        int burst,
        Duration burstWindow,
        Duration gather,
        Duration firstBackoff,
        Duration longestBackoff,
        Duration giveUpAfter) {
    public static final DeliveryRules DEFAULT = new DeliveryRules(
            Duration.ofSeconds(1),
            10,
            Duration.ofMinutes(1),
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofHours(6));

    public DeliveryRules {
        if (burst < 1) {
            throw new IllegalArgumentException("Found burst " + burst + ", expected 1 or more messages.");
        }
        requireNotNegative("gap", gap);
        requireNotNegative("burst-window", burstWindow);
        requireNotNegative("gather", gather);
        requireNotNegative("give-up-after", giveUpAfter);
        if (firstBackoff.toMillis() < 1 || longestBackoff.compareTo(firstBackoff) < 0) {
            throw new IllegalArgumentException("Found first-backoff " + firstBackoff + " and longest-backoff "
                    + longestBackoff + ", expected 1 ms or more, and the longest not shorter than the first.");
        }
    }

    private static void requireNotNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("Found " + name + " " + value + ", expected 0 or more.");
        }
    }
}
