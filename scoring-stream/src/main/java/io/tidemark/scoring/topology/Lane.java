package io.tidemark.scoring.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tidemark.event.PredictionRequest;
import io.tidemark.scoring.answer.Answerer;
import io.tidemark.scoring.answer.Answerers;
import io.tidemark.scoring.answer.Explaining;
import io.tidemark.scoring.serving.ReadyActivation;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;

/// What one partition uses to answer one model under one activation: who answers, and what is counted of each.
final class Lane {
    private final ReadyActivation activation;
    private final Answerers answerers;
    private final Map<Answerer, Place> places = new IdentityHashMap<>();
    private boolean adopted;

    Lane(ReadyActivation activation, MeterRegistry meters) {
        this.activation = activation;
        this.answerers = new Answerers(activation);
        answerers.all().forEach(answerer -> places.put(answerer, new Place(answerer, meters)));
    }

    ReadyActivation activation() {
        return activation;
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
        private final Counter predictions;
        private final Counter unknownFeatures;
        private final DistributionSummary latencyUs;
        private final Map<Explaining, Counter> explanations = new EnumMap<>(Explaining.class);

        private Place(Answerer answerer, MeterRegistry meters) {
            this.answerer = answerer;
            Tags tags = Tags.of(
                    "model",
                    answerer.model().name(),
                    "version",
                    Integer.toString(answerer.model().version()),
                    "variant",
                    answerer.variant());
            this.predictions = meters.counter("tidemark.predictions", tags);
            this.unknownFeatures = meters.counter("tidemark.unknown.features", tags);
            this.latencyUs = DistributionSummary.builder("tidemark.prediction.latency")
                    .baseUnit("microseconds")
                    .description("From the request's timestamp until it was scored.")
                    .publishPercentiles(0.5, 0.99)
                    .tags(tags)
                    .register(meters);
            for (Explaining wanted : EnumSet.complementOf(EnumSet.of(Explaining.NOT_WANTED))) {
                String result = wanted.name().toLowerCase(Locale.ROOT);
                explanations.put(wanted, meters.counter("tidemark.explanations", tags.and("result", result)));
            }
        }

        Answerer answerer() {
            return answerer;
        }

        /// Notes a request that was answered: its row helps to try the next version, its unknown names are counted.
        void answered(PredictionRequest request) {
            int unknown = answerer.unknown(request);
            if (unknown > 0) {
                unknownFeatures.increment(unknown);
            }
            answerer.model().recentRows().offer(answerer.raw());
        }

        void measured(long latency, Explaining explaining) {
            predictions.increment();
            latencyUs.record((double) latency);
            Counter counter = explanations.get(explaining);
            if (counter != null) {
                counter.increment();
            }
        }
    }
}
