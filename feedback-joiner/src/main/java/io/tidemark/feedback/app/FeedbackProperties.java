package io.tidemark.feedback.app;

import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `tidemark.joiner.*`.
///
/// @param maxRecordBytes largest prediction or label, bytes
/// @param maxAhead how far timestamps may lie ahead of the clock
/// @param labelWait how long a label waits for its prediction
/// @param interval how often what is new is sent on and horizons are looked at
/// @param purgeBatch requests whose time is up that are handled at one look at most
/// @param unknownSchemaWait how long a schema id that the registry does not know is waited for
/// @param registryWait how long a schema registry that does not answer is waited for before the thread starts again
@ConfigurationProperties(prefix = "tidemark.joiner", ignoreUnknownFields = false)
public record FeedbackProperties(
        @DefaultValue("" + FeedbackConfig.MAX_RECORD_BYTES) int maxRecordBytes,
        @DefaultValue("1h") Duration maxAhead,
        @DefaultValue("1d") Duration labelWait,
        @DefaultValue("1s") Duration interval,
        @DefaultValue("10000") int purgeBatch,
        @DefaultValue("2s") Duration unknownSchemaWait,
        @DefaultValue("60s") Duration registryWait) {

    FeedbackConfig toConfig() {
        InboundDecoder.Limits defaults = InboundDecoder.Limits.DEFAULT;
        return new FeedbackConfig(
                new InboundDecoder.Limits(
                        maxRecordBytes, unknownSchemaWait, defaults.unknownSchemaPause(), registryWait),
                maxAhead,
                labelWait,
                interval,
                purgeBatch);
    }
}
