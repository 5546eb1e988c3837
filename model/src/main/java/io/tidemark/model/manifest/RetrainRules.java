package io.tidemark.model.manifest;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// Which triggers ask for a training run, how they are combined, and what holds them back; the drift trigger itself is
/// switched by [RetrainSpec#onDrift].
///
/// @param driftSeverity drift alerts from this severity on count
/// @param performanceDropPct how much worse than at training time the live metric has to be, percent; empty: no trigger
/// @param maxAge time since the serving version was trained; empty: no trigger
/// @param newLabels labelled outcomes since the last training; empty: no trigger
/// @param combine how the triggers that are on are combined
/// @param atLeast how many of them it takes with [Combine#AT_LEAST], from 1
/// @param warmUp time after an activation in which nothing is asked for
/// @param maxPerDay most requests within 24 hours, from 1
public record RetrainRules(
        DriftSeverity driftSeverity,
        Optional<Double> performanceDropPct,
        Optional<Duration> maxAge,
        OptionalInt newLabels,
        Combine combine,
        int atLeast,
        Duration warmUp,
        int maxPerDay) {
    /// The drift trigger alone, as manifests without these keys have it.
    public static final RetrainRules DEFAULT = new RetrainRules(
            DriftSeverity.LOW,
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Combine.ANY,
            2,
            Duration.ZERO,
            4);

    /// Severity of an alert, from the least to the most.
    public enum DriftSeverity {
        LOW(1),
        MEDIUM(2),
        HIGH(3);

        private final int level;

        DriftSeverity(int level) {
            this.level = level;
        }

        /// Rank, counted from 1; 0 is no drift.
        public int level() {
            return level;
        }
    }

    /// How triggers are combined.
    public enum Combine {
        /// One is enough.
        ANY,
        /// It takes all that are on.
        ALL,
        /// It takes a number of them.
        AT_LEAST
    }
}
