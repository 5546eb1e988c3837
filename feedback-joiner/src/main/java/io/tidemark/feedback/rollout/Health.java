package io.tidemark.feedback.rollout;

import io.tidemark.stats.quantile.QuantileCounts;

/// How well a version answers, whatever it answers.
///
/// @param answers requests answered
/// @param deadLetters requests that it refused and that became dead letters
/// @param refusedKeys keys that these had, each counted once
/// @param latenciesUs latencies of the answers, microseconds
public record Health(long answers, long deadLetters, long refusedKeys, QuantileCounts latenciesUs) {
    /// Latencies that are kept exactly before they are counted in buckets.
    public static final int EXACT_LATENCIES = 0;

    double deadLetterShare() {
        long requests = answers + deadLetters;
        return requests == 0 ? 0 : deadLetters / (double) requests;
    }

    double latencyUs(double quantile) {
        return latenciesUs.quantile(quantile).orElse(0);
    }
}
