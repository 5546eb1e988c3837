package io.tidemark.trainer.sweep.prune;

import java.util.List;

/// Ends trials early that will hardly be the best.
public sealed interface Pruner permits NoPruner, MedianPruner, HalvingPruner {
    /// Whether the trial should end at its last step.
    ///
    /// @param own the trial so far, one point or more
    /// @param others trials that ended before this one began
    boolean isHopeless(Curve own, List<Rival> others);

    /// A trial to compare with.
    ///
    /// @param isComplete whether it ran to its end
    record Rival(Curve curve, boolean isComplete) {}
}
