package io.tidemark.scoring.serving;

import java.util.List;

/// An activation whose versions are all ready to answer.
///
/// @param offset its place on the timeline; a later activation has a higher one
/// @param eventId its event_id
/// @param champion answers whatever no challenger answers
/// @param challengers versions on trial, in the order of the activation
public record ReadyActivation(long offset, String eventId, ServingModel champion, List<Trial> challengers) {
    public ReadyActivation {
        challengers = List.copyOf(challengers);
    }

    /// A version that answers part of the keys.
    ///
    /// @param shareBp share in basis points, 1 to 10,000
    /// @param experiment salt of the key hash
    public record Trial(ServingModel model, int shareBp, String experiment) {}
}
