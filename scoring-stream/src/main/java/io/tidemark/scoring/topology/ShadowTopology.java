package io.tidemark.scoring.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.streamkit.runtime.TopologyDraft;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Clock;
import org.apache.kafka.streams.Topology;

/// Requests become what their model's shadows would have answered. It has no state: which version scored is in each
/// record, and nobody adopts a shadow.
///
/// @param models which versions shadow
public record ShadowTopology(
        TopicBinding topics,
        ScoringConfig config,
        ShadowModels models,
        ShadowScorer scorer,
        MeterRegistry meters,
        Clock clock) {
    /// Name of the service; part of the application id.
    public static final String SERVICE = "shadow-scoring";

    /// The topology.
    public Topology build() {
        TopologyDraft draft = new TopologyDraft(topics, clock, config.maxAhead());
        draft.source(ScoringNames.REQUESTS, Topics.REQUESTS);
        draft.topology().addProcessor(ScoringNames.SHADOW, () -> new ShadowProcessor(this), ScoringNames.REQUESTS);
        draft.sink(ScoringNames.SHADOW_PREDICTIONS, Topics.SHADOW_PREDICTIONS, ScoringNames.SHADOW);
        return draft.topology();
    }
}
