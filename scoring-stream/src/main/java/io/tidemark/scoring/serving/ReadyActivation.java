package io.tidemark.scoring.serving;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An activation whose versions are all ready to answer.
///
/// @param offset its place on the timeline; a later activation has a higher one
/// @param eventId its event_id
/// @param champion answers whatever no challenger answers
/// @param challengers versions on trial, in the order of the activation
/// @param timing when it was asked for and became ready; empty where nobody measures that
public record ReadyActivation(
        long offset, String eventId, ServingModel champion, List<Trial> challengers, Optional<Timing> timing) {
    public ReadyActivation {
        challengers = List.copyOf(challengers);
    }

    /// An activation of which nobody measures how long it took.
    public ReadyActivation(long offset, String eventId, ServingModel champion, List<Trial> challengers) {
        this(offset, eventId, champion, challengers, Optional.empty());
    }

    /// The versions that answer under it, the champion first.
    public Stream<ServingModel> models() {
        return Stream.concat(Stream.of(champion), challengers.stream().map(Trial::model));
    }

    /// A version that answers part of the keys.
    ///
    /// @param shareBp share in basis points, 1 to 10,000
    /// @param experiment salt of the key hash
    public record Trial(ServingModel model, int shareBp, String experiment) {}

    /// When things happened to an activation.
    ///
    /// @param asked when its entry was written, by the writer's wall clock
    /// @param readyNs when it became ready here, as System.nanoTime
    public record Timing(Instant asked, long readyNs) {}
}
