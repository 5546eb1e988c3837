package io.tidemark.model.view;

/// Where the value of a view's feature came from.
public enum ViewOutcome {
    /// The event had one itself, which wins.
    GIVEN,
    /// The view had one.
    HIT,
    /// The view's was too old: the default, else missing.
    STALE,
    /// The view had none: the default, else missing.
    MISS
}
