package io.tidemark.bridge;

import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Refused;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VerdictReached;
import io.tidemark.registry.mlflow.MlflowRegistry;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What became of a model's versions, as tags: the newest of each kind, in words.
final class VersionStory {
    static final String ROLE = "tidemark.role";
    static final String PROMOTED = "tidemark.promoted";
    static final String ROLLED_BACK = "tidemark.rolled_back";
    static final String LIVE_VERDICT = "tidemark.live_verdict";

    private final Map<Integer, Map<String, String>> tags = new TreeMap<>();
    private int champion;

    private VersionStory() {}

    /// Tags by version.
    ///
    /// @param entries facts about one model, oldest first
    static Map<Integer, Map<String, String>> of(List<TimelineEntry> entries) {
        VersionStory story = new VersionStory();
        entries.forEach(entry -> story.add(entry.event()));
        return story.tags;
    }

    private void add(TimelineEvent event) {
        switch (event.getFact()) {
            case Activated activated -> activated(event, activated);
            case Refused refused ->
                put(
                        refused.getVersion(),
                        MlflowRegistry.REFUSED,
                        event.getTime() + " " + refused.getCheck() + ": " + refused.getMessage());
            case VerdictReached verdict ->
                put(
                        verdict.getChallengerVersion(),
                        LIVE_VERDICT,
                        event.getTime() + " " + verdict.getVerdict() + " against version "
                                + verdict.getChampionVersion() + " " + new TreeMap<>(verdict.getEvidence()));
            default -> {
                // Other facts say nothing that a registry should show.
            }
        }
    }

    private void activated(TimelineEvent event, Activated activated) {
        tags.values().forEach(version -> version.computeIfPresent(ROLE, (key, role) -> "none"));
        int now = activated.getChampion().getVersion();
        String said = event.getTime() + " by " + event.getActor() + ": " + event.getReason();
        if (now != champion) {
            put(now, PROMOTED, said);
            if (champion > 0 && activated.getCause() == ActivationCause.ROLLBACK) {
                put(champion, ROLLED_BACK, said);
            }
        }
        champion = now;
        put(now, ROLE, "champion");
        activated
                .getChallengers()
                .forEach(challenger -> put(
                        challenger.getVersion(),
                        ROLE,
                        "challenger, " + TimelineFacts.percent(challenger.getShareBp()) + " of keys"));
        activated.getShadows().forEach(shadow -> put(shadow.getVersion(), ROLE, "shadow"));
    }

    private void put(int version, String key, String value) {
        tags.computeIfAbsent(version, absent -> new TreeMap<>()).put(key, value);
    }
}
