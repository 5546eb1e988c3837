package io.tidemark.model.pipeline;

import java.util.Optional;

/// Missing numbers that are computed from the rest of their row; columns beside these get one value each.
///
/// Immutable. Neighbours look at what the row itself holds, forests at the row with everything filled in, so forests
/// come second.
///
/// @param neighbours columns that nearest rows fill
/// @param forests columns that forests fill
public record RowImputation(Optional<NeighbourImputer> neighbours, Optional<ForestImputer> forests) {
    /// Computes nothing.
    public static final RowImputation NONE = new RowImputation(Optional.empty(), Optional.empty());

    /// True when there is nothing to compute.
    public boolean isNone() {
        return neighbours.isEmpty() && forests.isEmpty();
    }

    /// Overwrites the first guesses in `scratch.filled` of the columns that `raw` misses. Allocates nothing.
    void fill(double[] raw, PipelineScratch scratch) {
        if (neighbours.isPresent()) {
            neighbours.get().fill(raw, scratch);
        }
        if (forests.isPresent()) {
            forests.get().fill(raw, scratch);
        }
    }

    /// @throws IllegalArgumentException when a column is read that a raw row does not have
    void requireWidth(int rawWidth) {
        neighbours.ifPresent(imputer -> imputer.requireWidth(rawWidth));
        forests.ifPresent(imputer -> imputer.requireWidth(rawWidth));
    }
}
