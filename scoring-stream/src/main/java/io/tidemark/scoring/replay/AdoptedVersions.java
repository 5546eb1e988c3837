package io.tidemark.scoring.replay;

import io.tidemark.event.Activated;
import io.tidemark.event.Adopted;
import io.tidemark.event.PredictionRequest;
import io.tidemark.scoring.answer.Answerer;
import io.tidemark.scoring.answer.Answerers;
import io.tidemark.scoring.serving.PastVersions;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineState;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Who answered by the log's own facts: the activation that the request's partition adopted last before it, and in it
/// champion or challenger by the request's key.
public final class AdoptedVersions implements AnswererChoice {
    private final String model;
    private final PastVersions versions;

    /// event_id of the activation by partition and first offset.
    private final Map<Integer, NavigableMap<Long, String>> adoptions = new HashMap<>();

    private final Map<String, TimelineEntry> activations = new HashMap<>();
    private final Map<String, Answerers> answerers = new HashMap<>();

    /// @param topic topic of the requests, prefix included
    public AdoptedVersions(String model, String topic, TimelineState timeline, PastVersions versions) {
        this.model = model;
        this.versions = versions;
        for (TimelineEntry entry : timeline.of(model)) {
            switch (entry.event().getFact()) {
                case Activated activated -> activations.put(entry.event().getEventId(), entry);
                case Adopted adopted -> {
                    if (adopted.getTopic().equals(topic)) {
                        adoptions
                                .computeIfAbsent(adopted.getPartition(), partition -> new TreeMap<>())
                                .put(adopted.getFirstOffset(), adopted.getActivationId());
                    }
                }
                default -> {
                    // Other facts do not say who answered.
                }
            }
        }
    }

    /// True when no partition ever adopted anything: nothing was answered, so nothing can be answered again.
    public boolean isEmpty() {
        return adoptions.isEmpty();
    }

    @Override
    public Optional<Answerer> of(RequestPlace place, PredictionRequest request) {
        Map.Entry<Long, String> inForce =
                adoptions.getOrDefault(place.partition(), new TreeMap<>()).floorEntry(place.offset());
        return inForce == null
                ? Optional.empty()
                : Optional.of(answerers
                        .computeIfAbsent(inForce.getValue(), this::load)
                        .of(request));
    }

    private Answerers load(String activationId) {
        TimelineEntry activation = activations.get(activationId);
        if (activation == null) {
            throw new IllegalStateException("Found an adoption of " + activationId + " by " + model
                    + ", expected the activation itself on the timeline too.");
        }
        return new Answerers(versions.under(activation));
    }
}
