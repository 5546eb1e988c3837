package io.tidemark.model.manifest;

import java.time.Duration;

/// When and on what a new version is trained.
///
/// @param onDrift true: a drift alert asks for a run once enough labels are there
/// @param minLabels labelled outcomes since the drift began before a run is asked for
/// @param cooldown shortest time between two requests by the policy
/// @param replayWindow how far back labelled outcomes are replayed when the request does not say, event time
/// @param replayShare share of the training weight that the replayed rows get together, 0 to 1
/// @param minReplayRows replayed rows from which on they are weighted so and make the reference profile
/// @param autoActivate true: an approved version becomes champion by itself
public record RetrainSpec(
        boolean onDrift,
        int minLabels,
        Duration cooldown,
        Duration replayWindow,
        double replayShare,
        int minReplayRows,
        boolean autoActivate) {}
