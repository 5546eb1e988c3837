package io.tidemark.scoring.app;

import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.WarmUp;
import io.tidemark.scoring.LoadingConfig;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Settings `tidemark.scoring.*`.
///
/// @param maxRequestBytes largest request, bytes
/// @param maxAhead how far the timestamps of a request may lie ahead of the clock
/// @param modelWait how long a request waits for a model that is being loaded; well below the 10 s after which a broker
/// aborts the stream's transaction
/// @param startWait how long the start waits for the models that the timeline names
/// @param unknownSchemaWait how long a schema id that the registry does not know is waited for
/// @param registryWait how long a schema registry that does not answer is waited for before the thread starts again
/// @param maxBundleSize largest bundle that is fetched; a larger one is refused before it is read
/// @param warmUpRows rows that a new version scores before it may answer
/// @param warmUpTime when the warm-up ends though not all rows were scored
/// @param goldenTolerance largest difference from a golden score, relative to max(1, |score|)
/// @param latencyBudget largest median time to encode and score one row
/// @param explainBudget share of a stream thread's time that explanations may take, 0 to 1; 0: none are given
/// @param cacheDir where verified bundles are kept, for a start without registry
/// @param cacheSize how much is kept there; the oldest bundles go first, those that serve never
@ConfigurationProperties(prefix = "tidemark.scoring", ignoreUnknownFields = false)
public record ScoringProperties(
        @DefaultValue("1048576") int maxRequestBytes,
        @DefaultValue("1h") Duration maxAhead,
        @DefaultValue("5s") Duration modelWait,
        @DefaultValue("30s") Duration startWait,
        @DefaultValue("2s") Duration unknownSchemaWait,
        @DefaultValue("60s") Duration registryWait,
        @DefaultValue("256MB") DataSize maxBundleSize,
        @DefaultValue("20000") int warmUpRows,
        @DefaultValue("1s") Duration warmUpTime,
        @DefaultValue("1e-6") double goldenTolerance,
        @DefaultValue("5ms") Duration latencyBudget,
        @DefaultValue("0.25") double explainBudget,
        @DefaultValue("cache") Path cacheDir,
        @DefaultValue("1GB") DataSize cacheSize) {

    ScoringConfig toConfig() {
        InboundDecoder.Limits defaults = InboundDecoder.Limits.DEFAULT;
        return new ScoringConfig(
                new InboundDecoder.Limits(
                        maxRequestBytes, unknownSchemaWait, defaults.unknownSchemaPause(), registryWait),
                maxAhead,
                modelWait,
                startWait,
                explainBudget,
                new LoadingConfig(
                        maxBundleSize.toBytes(),
                        new BundleVerifier(goldenTolerance, latencyBudget.toNanos() / 1e3),
                        new WarmUp(warmUpRows, warmUpTime),
                        cacheDir,
                        cacheSize.toBytes()));
    }
}
