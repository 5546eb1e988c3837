package io.tidemark.drift.policy;

import io.tidemark.drift.reference.VersionKey;
import io.tidemark.model.manifest.RetrainSpec;

/// Asks for a run while a drift alert is open, once enough labels of the new world have come, and not too often.
///
/// The trigger id follows from the episode and the number of the request: asked twice, it is the same run.
public final class RetrainPolicy {
    private final RetrainSpec spec;

    public RetrainPolicy(RetrainSpec spec) {
        this.spec = spec;
    }

    /// True when a run is to be asked for now.
    public boolean asks(Occasion occasion) {
        boolean cooledDown = occasion.lastRequest()
                .map(last -> !occasion.now().isBefore(last.plus(spec.cooldown())))
                .orElse(true);
        return spec.onDrift() && cooledDown && occasion.labels() >= spec.minLabels();
    }

    /// Identifies the request for good; letters, digits, hyphens and underscores: all of them the trainer takes.
    public static String triggerId(VersionKey version, Occasion occasion) {
        return "drift-" + version.model() + "-v" + version.version() + "-"
                + occasion.episode().openedAt().toEpochMilli() + "-" + (occasion.requests() + 1);
    }
}
