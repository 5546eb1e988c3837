package io.tidemark.drift.app;

import io.tidemark.drift.DriftConfig;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `tidemark.drift.*`. What is watched, and how closely, each model's manifest says.
///
/// @param maxPredictionBytes largest prediction, bytes
/// @param maxAhead how far event time may lie ahead of the clock
/// @param tick time from one delivery of counts to the next
/// @param referenceWait how long a bundle that cannot be fetched is waited for
/// @param referenceRetry how long, after that, its version is watched without reference until the next try
/// @param startWait how long the start waits for the timeline
/// @param unknownSchemaWait how long a schema id that the registry does not know is waited for
/// @param registryWait how long a schema registry that does not answer is waited for before the thread starts again
@ConfigurationProperties(prefix = "tidemark.drift", ignoreUnknownFields = false)
public record DriftProperties(
        @DefaultValue("" + DriftConfig.MAX_RECORD_BYTES) int maxPredictionBytes,
        @DefaultValue("1h") Duration maxAhead,
        @DefaultValue("1s") Duration tick,
        @DefaultValue("5s") Duration referenceWait,
        @DefaultValue("1m") Duration referenceRetry,
        @DefaultValue("30s") Duration startWait,
        @DefaultValue("2s") Duration unknownSchemaWait,
        @DefaultValue("60s") Duration registryWait) {

    DriftConfig toConfig() {
        return new DriftConfig(
                new InboundDecoder.Limits(
                        maxPredictionBytes,
                        unknownSchemaWait,
                        InboundDecoder.Limits.DEFAULT.unknownSchemaPause(),
                        registryWait),
                maxAhead,
                tick,
                referenceWait,
                referenceRetry,
                startWait);
    }
}
