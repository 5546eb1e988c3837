package io.tidemark.scoring.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.answer.ExplanationBudget;
import io.tidemark.scoring.serving.ServingModels;
import io.tidemark.streamkit.runtime.TopologyDraft;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Clock;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/// Requests become predictions or dead letters; the first prediction under an activation takes its adoption along.
/// Feature updates of the same partition are kept, and requests get from them what they lack.
///
/// @param models which versions are ready
/// @param instance name of this instance, for adoptions
public record ScoringTopology(
        TopicBinding topics,
        ScoringConfig config,
        ServingModels models,
        String instance,
        MeterRegistry meters,
        Clock clock) {
    /// Name of the service; part of the application id.
    public static final String SERVICE = ScoringNames.SERVICE;

    /// The topology.
    public Topology build() {
        TopologyDraft draft = new TopologyDraft(topics, clock, config.maxAhead());
        draft.source(ScoringNames.REQUESTS, Topics.REQUESTS);
        Topology topology = draft.topology();
        ThreadLocal<ExplanationBudget> budgets =
                ThreadLocal.withInitial(() -> new TimeBudget(config.explainBudget(), System::nanoTime));
        ModelWaits waits = new ModelWaits(config.modelWait());
        topology.addProcessor(
                ScoringNames.SCORE, () -> new ScoreProcessor(this, waits, budgets::get), ScoringNames.REQUESTS);
        // One entry for each model, read again from its changelog: a file would make the record that meets a swap wait.
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(ScoringNames.ADOPTIONS), Serdes.String(), Serdes.String())
                        .withCachingDisabled(),
                ScoringNames.SCORE);
        UpdateBranch.add(draft, () -> KeepUpdateProcessor.of(this), ScoringNames.SCORE);
        draft.sink(ScoringNames.PREDICTIONS, Topics.PREDICTIONS, ScoringNames.SCORE);
        draft.sink(ScoringNames.TIMELINE, Topics.TIMELINE, ScoringNames.SCORE);
        draft.deadLetters(ScoringNames.DEAD_LETTERS, ScoringNames.SCORE, ScoringNames.KEEP);
        return topology;
    }
}
