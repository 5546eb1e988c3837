package io.tidemark.scoring;

import io.tidemark.streamkit.deadletter.InboundDecoder;
import java.nio.file.Path;
import java.time.Duration;

/// How the scoring stream works.
///
/// @param limits what an inbound record may be like
/// @param maxAhead how far the timestamps of a request may lie ahead of the clock
/// @param modelWait how long a request waits for a model that is being loaded; well below the 10 s after which a broker
/// aborts a transaction: what other models answered in it would be undone and wait again
/// @param startWait how long the start waits for the models that the timeline names
/// @param explainBudget share of a stream thread's time that explanations may take, 0 to 1; 0: none are given
/// @param loading how new versions are loaded
public record ScoringConfig(
        InboundDecoder.Limits limits,
        Duration maxAhead,
        Duration modelWait,
        Duration startWait,
        double explainBudget,
        LoadingConfig loading) {

    /// How far timestamps may lie ahead of the clock unless it is configured otherwise.
    public static final Duration DEFAULT_MAX_AHEAD = Duration.ofHours(1);

    public ScoringConfig {
        if (!(explainBudget >= 0 && explainBudget <= 1)) {
            throw new IllegalArgumentException(
                    "Found the share " + explainBudget + " of time for explanations, expected 0 to 1.");
        }
    }

    /// Everything by default.
    public static ScoringConfig defaults(Path cacheDir) {
        return new ScoringConfig(
                InboundDecoder.Limits.DEFAULT,
                DEFAULT_MAX_AHEAD,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                0.25,
                LoadingConfig.defaults(cacheDir));
    }

    /// The same, but for how versions are loaded.
    public ScoringConfig with(LoadingConfig other) {
        return new ScoringConfig(limits, maxAhead, modelWait, startWait, explainBudget, other);
    }
}
