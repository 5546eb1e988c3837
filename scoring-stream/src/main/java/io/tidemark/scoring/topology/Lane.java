package io.tidemark.scoring.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.event.PredictionRequest;
import io.tidemark.scoring.answer.Answerer;
import io.tidemark.scoring.answer.Answerers;
import io.tidemark.scoring.answer.Explaining;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.scoring.serving.VersionMeters;
import java.util.HashMap;
import java.util.Map;

/// What one partition uses to answer one model under one activation: who answers, and what is counted of each.
final class Lane {
    private final ReadyActivation activation;
    private final Answerers answerers;
    private final Map<Answerer, Place> places = new HashMap<>();
    private final boolean swap;
    private boolean adopted;

    /// @param swap true when the partition answered under another activation before
    Lane(ReadyActivation activation, boolean swap, MeterRegistry meters) {
        this.activation = activation;
        this.swap = swap;
        this.answerers = new Answerers(activation);
        answerers.all().forEach(answerer -> places.put(answerer, new Place(answerer, meters)));
    }

    ReadyActivation activation() {
        return activation;
    }

    /// True when the partition answered under another activation before, since it came here.
    boolean isSwap() {
        return swap;
    }

    /// True once the partition has written down that it answers under the activation.
    boolean isAdopted() {
        return adopted;
    }

    void setAdopted() {
        adopted = true;
    }

    /// The place of whoever answers a request.
    Place place(PredictionRequest request) {
        Place place = places.get(answerers.of(request));
        if (place == null) {
            throw new IllegalStateException("An answerer has no place in its lane.");
        }
        return place;
    }

    /// One version in one role, and what is counted of it.
    static final class Place {
        private final Answerer answerer;
        private final VersionMeters meters;

        private Place(Answerer answerer, MeterRegistry meters) {
            this.answerer = answerer;
            this.meters = VersionMeters.of(meters, answerer.model(), answerer.variant());
        }

        Answerer answerer() {
            return answerer;
        }

        /// Notes a request that was answered: its row helps to try the next version, its unknown names are counted.
        void answered(PredictionRequest request) {
            int unknown = answerer.unknown(request);
            if (unknown > 0) {
                meters.unknownFeatures().increment(unknown);
            }
            answerer.model().recentRows().offer(answerer.raw());
        }

        void measured(long latency, Explaining explaining) {
            meters.predictions().increment();
            meters.latencyUs().record((double) latency);
            switch (explaining) {
                case NOT_WANTED -> {}
                case GIVEN -> meters.explained().increment();
                case OMITTED -> meters.omitted().increment();
                case UNAVAILABLE -> meters.unexplained().increment();
            }
        }
    }
}
