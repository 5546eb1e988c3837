package io.tidemark.scoring.topology;

import io.tidemark.scoring.serving.ReadyActivation;
import org.jspecify.annotations.Nullable;

/// What the shadow's stream asks about models; reads are cheap and never block.
public interface ShadowModels {
    /// True when a model is to be shadowed, whether its shadows are ready or not.
    boolean wants(String model);

    /// The shadows of a model that are ready: champion and challengers of the result alike; null when there are none.
    @Nullable
    ReadyActivation newest(String model);
}
