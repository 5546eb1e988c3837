package io.tidemark.feedback.join;

import java.util.Optional;

/// A prediction that is remembered.
///
/// @param model name of the model; a request has at most one prediction of each
/// @param dueMs when its standing changes by itself, milliseconds since 1970-01-01 UTC, inclusive
/// @param horizonMs how long labels are waited for
public record HeldPrediction(String model, Standing standing, long dueMs, long horizonMs) {
    /// SHA-256 of its version's bundle, as long as a label may still change what it is; empty: it is settled.
    public Optional<String> unsettledSha256() {
        return switch (standing) {
            case Standing.Open open -> Optional.of(open.prediction().sha256());
            case Standing.Matched matched -> Optional.of(matched.outcome().getBundleSha256());
            case Standing.Settled ignored -> Optional.empty();
            case Standing.Expired ignored -> Optional.empty();
        };
    }

    HeldPrediction as(Standing next) {
        return new HeldPrediction(model, next, dueMs, horizonMs);
    }

    /// The standing after this one, which lasts one horizon.
    HeldPrediction after(Standing next) {
        return new HeldPrediction(model, next, later(dueMs, horizonMs), horizonMs);
    }

    /// The sum, or the end of time where it would lie beyond.
    static long later(long timeMs, long byMs) {
        return timeMs > Long.MAX_VALUE - byMs ? Long.MAX_VALUE : timeMs + byMs;
    }
}
