package io.tidemark.streamkit.alert;

import java.time.Duration;

/// When an alert opens and resolves. Durations are on the clock of the judgements, usually event time.
///
/// @param confirmations consecutive judgements that must agree before an alert opens, escalates or resolves, 1 or more
/// @param cooldown shortest time from the end of one episode to the beginning of the next, from 0
/// @param warmUp time after the first judgement during which nothing opens, from 0
public record AlertRules(int confirmations, Duration cooldown, Duration warmUp) {
    public AlertRules {
        if (confirmations < 1) {
            throw new IllegalArgumentException("Found " + confirmations + " confirmations, expected 1 or more.");
        }
        if (cooldown.isNegative() || warmUp.isNegative()) {
            throw new IllegalArgumentException(
                    "Found the cooldown " + cooldown + " and the warm-up " + warmUp + ", expected 0 or more.");
        }
    }
}
