package io.tidemark.scoring.replay;

import io.tidemark.event.PredictionRequest;
import io.tidemark.scoring.answer.Answerer;
import io.tidemark.scoring.serving.ServingModel;
import java.util.Optional;

/// Who answers a request of history. Belongs to one thread.
@FunctionalInterface
public interface AnswererChoice {
    /// The answerer; empty when nobody served at that place.
    Optional<Answerer> of(RequestPlace place, PredictionRequest request);

    /// One version answers everything, as a shadow would have.
    static AnswererChoice always(ServingModel version) {
        Optional<Answerer> answerer = Optional.of(
                new Answerer(version, Answerer.SHADOW, "replay/" + version.name() + "/" + version.version()));
        return (place, request) -> answerer;
    }
}
