package io.tidemark.scoring.enrich;

import io.tidemark.model.view.ViewHistory;

/// What is known of one entity in one view, and by which updates.
///
/// @param updatesEnd offset behind the last update of the entity and view that is in it, on its partition of
///     `feature-updates`; [#UNKNOWN_END] when nobody knows
public record KnownHistory(ViewHistory history, long updatesEnd) {
    /// The end of what was kept before ends were, or is told by another measure than offsets.
    public static final long UNKNOWN_END = -1;
}
