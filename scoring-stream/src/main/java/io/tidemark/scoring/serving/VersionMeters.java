package io.tidemark.scoring.serving;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/// What is counted of one version in one role.
///
/// @param predictions requests that it answered
/// @param unknownFeatures values that belong to no feature of it
/// @param latencyUs from a request's timestamp until it was scored, microseconds
/// @param explained explanations that it gave
/// @param omitted explanations that were wanted when no time was left for them
/// @param unexplained explanations that were wanted and that it cannot give
public record VersionMeters(
        Counter predictions,
        Counter unknownFeatures,
        DistributionSummary latencyUs,
        Counter explained,
        Counter omitted,
        Counter unexplained) {
    /// Upper ends of the buckets of the latency, microseconds. Buckets cost far less per request than percentiles, and
    /// those of several instances add up.
    private static final double[] LATENCY_BUCKETS_US = {
        500, 1e3, 2e3, 5e3, 10e3, 20e3, 50e3, 100e3, 200e3, 500e3, 1e6, 2e6, 5e6, 10e6, 30e6, 60e6, 300e6
    };

    /// The meters of a version; asked for again, the same ones.
    ///
    /// @param variant its role, as predictions carry it
    public static VersionMeters of(MeterRegistry registry, ServingModel model, String variant) {
        Tags tags = Tags.of("model", model.name(), "version", Integer.toString(model.version()), "variant", variant);
        return new VersionMeters(
                registry.counter("tidemark.predictions", tags),
                registry.counter("tidemark.unknown.features", tags),
                DistributionSummary.builder("tidemark.prediction.latency")
                        .baseUnit("microseconds")
                        .description("From the request's timestamp until it was scored.")
                        .serviceLevelObjectives(LATENCY_BUCKETS_US)
                        .tags(tags)
                        .register(registry),
                explanations(registry, tags, "given"),
                explanations(registry, tags, "omitted"),
                explanations(registry, tags, "unavailable"));
    }

    private static Counter explanations(MeterRegistry registry, Tags version, String result) {
        return registry.counter("tidemark.explanations", version.and("result", result));
    }

    void removeFrom(MeterRegistry registry) {
        registry.remove(predictions);
        registry.remove(unknownFeatures);
        registry.remove(latencyUs);
        registry.remove(explained);
        registry.remove(omitted);
        registry.remove(unexplained);
    }
}
