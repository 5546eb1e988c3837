package io.tidemark.scoring.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.scoring.serving.Routing;
import io.tidemark.scoring.serving.ServingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one partition uses to answer one model under one activation: a scorer and counters for each version.
final class Lane {
    private final ReadyActivation activation;
    private final List<Answerer> answerers = new ArrayList<>();
    private boolean adopted;

    Lane(ReadyActivation activation, MeterRegistry meters) {
        this.activation = activation;
        answerers.add(new Answerer(activation.champion(), "champion", meters));
        activation.challengers().forEach(trial -> answerers.add(new Answerer(trial.model(), "challenger", meters)));
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

    /// Who answers a key.
    Answerer answerer(String key) {
        ServingModel chosen = Routing.choose(activation, key);
        for (Answerer answerer : answerers) {
            if (answerer.model.equals(chosen)) {
                return answerer;
            }
        }
        throw new IllegalStateException("Routing chose a version outside its activation.");
    }

    /// One version in one role.
    static final class Answerer {
        final ServingModel model;
        final String variant;
        final ModelScorer scorer;
        final Counter predictions;
        private final Counter unknownFeatures;
        final DistributionSummary latencyUs;

        Answerer(ServingModel model, String variant, MeterRegistry meters) {
            this.model = model;
            this.variant = variant;
            this.scorer = model.bundle().newScorer();
            Tags tags =
                    Tags.of("model", model.name(), "version", Integer.toString(model.version()), "variant", variant);
            this.predictions = meters.counter("tidemark.predictions", tags);
            this.unknownFeatures = meters.counter("tidemark.unknown.features", tags);
            this.latencyUs = DistributionSummary.builder("tidemark.prediction.latency")
                    .baseUnit("microseconds")
                    .description("From the request's timestamp until it was scored.")
                    .publishPercentiles(0.5, 0.99)
                    .tags(tags)
                    .register(meters);
        }

        /// Counts values of features that the model does not know; they are passed over.
        void countUnknown(Map<String, ? extends @Nullable Object> values) {
            int unknown = scorer.unknown(values);
            if (unknown > 0) {
                unknownFeatures.increment(unknown);
            }
        }
    }
}
