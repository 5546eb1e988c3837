package io.tidemark.model.manifest;

import java.time.Duration;
import java.util.List;

/// How an approved version takes the champion's place.
///
/// @param strategy what it has to go through first
/// @param stagesPct shares of the keys that a canary answers one after the other, percent, ascending
/// @param metric whose loss is compared: one that is a mean over rows
/// @param minEffectPct how much lower the challenger's loss has to be, percent of the champion's
/// @param alpha chance that a version that is not better is promoted; the same for rolling back one that is not worse
/// @param minLabels labels of the challenger that each stage needs
/// @param maturity how old a request has to be before its label counts
/// @param maxAge how long a stage may last; then the trial ends as inconclusive
/// @param approval who has the last word before a version answers everything
/// @param maxSlowerPct how much longer than the champion's the challenger's 99th percentile of latency may be, percent
/// @param maxDeadLetterPct how much larger than the champion's the challenger's share of dead letters may be, points
public record RolloutSpec(
        Strategy strategy,
        List<Double> stagesPct,
        String metric,
        double minEffectPct,
        double alpha,
        int minLabels,
        Duration maturity,
        Duration maxAge,
        Approval approval,
        double maxSlowerPct,
        double maxDeadLetterPct) {

    /// What a version has to go through.
    public enum Strategy {
        /// Nothing: it answers everything at once.
        DIRECT,
        /// It answers a growing share of the keys.
        CANARY,
        /// It scores every request without answering.
        SHADOW
    }

    /// Who has the last word.
    public enum Approval {
        AUTOMATIC,
        MANUAL
    }

    public RolloutSpec {
        stagesPct = List.copyOf(stagesPct);
    }

    /// Shares of the canary's stages, in basis points: 1 to 9,999, ascending.
    public List<Integer> stagesBp() {
        return stagesPct.stream().map(pct -> (int) Math.round(pct * 100)).toList();
    }
}
