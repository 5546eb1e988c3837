package io.tidemark.model.manifest;

import java.time.Duration;

/// When and on what a new version is trained.
///
/// @param onDrift true: a drift alert asks for a run once enough labels are there
/// @param minLabels labelled outcomes since the drift began, or else since the last training, before a run is asked for
/// @param cooldown shortest time between two requests by the policy
/// @param replayWindow how far back labelled outcomes are replayed when the request does not say, event time
/// @param replayShare share of the training weight that the replayed rows get together, 0 to 1
/// @param minReplayRows replayed rows from which on they are weighted so and make the reference profile
/// @param autoActivate true: an approved version becomes champion by itself
/// @param rules further triggers, how they are combined, and what holds them back
public record RetrainSpec(
        boolean onDrift,
        int minLabels,
        Duration cooldown,
        Duration replayWindow,
        double replayShare,
        int minReplayRows,
        boolean autoActivate,
        RetrainRules rules) {

    /// With the drift trigger alone.
    public RetrainSpec(
            boolean onDrift,
            int minLabels,
            Duration cooldown,
            Duration replayWindow,
            double replayShare,
            int minReplayRows,
            boolean autoActivate) {
        this(
                onDrift,
                minLabels,
                cooldown,
                replayWindow,
                replayShare,
                minReplayRows,
                autoActivate,
                RetrainRules.DEFAULT);
    }

    /// With other rules.
    public RetrainSpec with(RetrainRules other) {
        return new RetrainSpec(
                onDrift, minLabels, cooldown, replayWindow, replayShare, minReplayRows, autoActivate, other);
    }

    /// How many triggers are on.
    public int triggers() {
        return (onDrift ? 1 : 0)
                + (rules.performanceDropPct().isPresent() ? 1 : 0)
                + (rules.maxAge().isPresent() ? 1 : 0)
                + (rules.newLabels().isPresent() ? 1 : 0);
    }
}
