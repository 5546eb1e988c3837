package io.tidemark.scoring.answer;

import io.tidemark.event.PredictionRequest;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.scoring.serving.Routing;
import io.tidemark.scoring.serving.ServingModel;
import java.util.List;
import java.util.stream.Stream;

/// The versions that answer under one activation, and which of them answers a request. Belongs to one thread.
public final class Answerers {
    private final ReadyActivation activation;
    private final List<Answerer> all;

    public Answerers(ReadyActivation activation) {
        this.activation = activation;
        this.all = Stream.concat(
                        Stream.of(new Answerer(activation.champion(), Answerer.CHAMPION, activation.eventId())),
                        activation.challengers().stream()
                                .map(trial -> new Answerer(trial.model(), Answerer.CHALLENGER, activation.eventId())))
                .toList();
    }

    /// All of them, the champion first.
    public List<Answerer> all() {
        return all;
    }

    /// Who answers a request: the same for the same key, on each instance and after each restart.
    public Answerer of(PredictionRequest request) {
        ServingModel chosen = Routing.choose(activation, Routing.keyOf(request));
        for (Answerer answerer : all) {
            if (answerer.model().equals(chosen)) {
                return answerer;
            }
        }
        throw new IllegalStateException("Routing chose a version outside its activation.");
    }
}
