package io.tidemark.drift.topology;

import io.tidemark.drift.judgement.DriftAlerts;
import io.tidemark.drift.policy.Occasion;
import io.tidemark.drift.policy.RetrainPolicy;
import io.tidemark.drift.reference.Reference;
import io.tidemark.event.RetrainRequest;
import io.tidemark.streamkit.alert.Episode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks for training runs when the policy says so: on outcomes since the drift began, so that the new version's
/// reference is the new world and not a mixture with the old one.
final class RunRequests {
    private final VersionStores stores;
    private final Clock clock;
    private final Outlet outlet;

    RunRequests(VersionStores stores, Clock clock, Outlet outlet) {
        this.stores = stores;
        this.clock = clock;
        this.outlet = outlet;
    }

    /// Looks at a version that answers.
    void consider(WatchedVersion version) {
        Reference reference = version.reference;
        Optional<Episode> episode = version.driftLife.episode();
        if (reference == null || episode.isEmpty() || !version.wasSeen()) {
            return;
        }
        String model = version.key.model();
        Occasion occasion = new Occasion(
                episode.get(),
                version.episodeLabels.labels(),
                version.episodeLabels.requests(),
                stores.lastRequest(model),
                Instant.ofEpochMilli(version.judgedEndMs));
        if (!new RetrainPolicy(reference.retrain()).asks(occasion)) {
            return;
        }
        outlet.write(version.key, request(version, occasion), DriftNames.RETRAIN_REQUESTS);
        stores.putLastRequest(model, occasion.now());
        version.episodeLabels = version.episodeLabels.requested();
        stores.putEpisodes(version);
    }

    private RetrainRequest request(WatchedVersion version, Occasion occasion) {
        return RetrainRequest.newBuilder()
                .setTriggerId(RetrainPolicy.triggerId(version.key, occasion))
                .setModel(version.key.model())
                .setRequestedAt(clock.instant())
                .setRequestedBy("policy")
                .setReasons(reasons(version, occasion))
                .setReplayFrom(occasion.episode().breachedSince())
                .build();
    }

    private static List<String> reasons(WatchedVersion version, Occasion occasion) {
        List<String> reasons = new ArrayList<>();
        if (version.windows != null) {
            reasons.add("drift: " + DriftAlerts.summary(version.windows.findings(version.judgedEndMs)));
        }
        reasons.add(occasion.labels() + " labelled outcomes since "
                + (occasion.requests() == 0
                        ? occasion.episode().breachedSince()
                        : "request " + occasion.requests() + " of alert "
                                + version.driftLife.alertId().orElse("")));
        return reasons;
    }
}
