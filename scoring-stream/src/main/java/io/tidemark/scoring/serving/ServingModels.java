package io.tidemark.scoring.serving;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the stream asks about models; reads are cheap and never block.
public interface ServingModels {
    /// The newest activation of a model that is ready here; null when there is none.
    @Nullable
    ReadyActivation newest(String model);

    /// Whether waiting for a model makes sense.
    Prospect prospect(String model);

    /// Waits until a model has a ready activation at `offset` or later, or none is to be expected: the timeline was
    /// read up to there and nothing is being loaded.
    ///
    /// @param offset place of an activation on the timeline; -1: any activation will do
    /// @return the newest ready activation, whatever came of the wait; null when there is none
    @Nullable
    ReadyActivation await(String model, long offset, Duration timeout);

    /// What is to be expected of a model.
    enum Prospect {
        /// The timeline names no active version.
        UNKNOWN,
        /// A version is being fetched, verified or warmed up.
        LOADING,
        /// The newest activation is ready.
        READY,
        /// The newest activation was refused.
        REFUSED
    }
}
