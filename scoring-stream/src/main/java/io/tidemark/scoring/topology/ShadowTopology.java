package io.tidemark.scoring.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.streamkit.runtime.TopologyDraft;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Clock;
import org.apache.kafka.streams.Topology;

/// Requests become what the shadows of one model would have answered: each model's shadows have a stream of their own,
/// so that a slow one holds up no other's. Which version scored is in each record, and nobody adopts a shadow; the only
/// state is what views know of entities, kept once more, for no other stream can be asked for it.
///
/// @param model whose shadows
/// @param models which versions shadow
public record ShadowTopology(
        TopicBinding topics,
        ScoringConfig config,
        String model,
        ShadowModels models,
        ShadowScorer scorer,
        MeterRegistry meters,
        Clock clock) {
    /// Name of the service; with the model behind it part of the application id.
    public static final String SERVICE = "shadow-scoring";

    /// Name of the stream of one model's shadows.
    public static String service(String model) {
        return SERVICE + "-" + model;
    }

    /// The topology.
    public Topology build() {
        TopologyDraft draft = new TopologyDraft(topics, clock, config.maxAhead());
        draft.source(ScoringNames.REQUESTS, Topics.REQUESTS);
        draft.topology().addProcessor(ScoringNames.SHADOW, () -> new ShadowProcessor(this), ScoringNames.REQUESTS);
        UpdateBranch.add(draft, () -> KeepUpdateProcessor.silent(this), ScoringNames.SHADOW);
        draft.sink(ScoringNames.SHADOW_PREDICTIONS, Topics.SHADOW_PREDICTIONS, ScoringNames.SHADOW);
        return draft.topology();
    }
}
