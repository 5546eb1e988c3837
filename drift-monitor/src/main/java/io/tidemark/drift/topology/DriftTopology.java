package io.tidemark.drift.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.drift.DriftConfig;
import io.tidemark.drift.reference.References;
import io.tidemark.event.DriftPane;
import io.tidemark.event.PolicyReading;
import io.tidemark.streamkit.runtime.StreamsSettings.InputOrder;
import io.tidemark.streamkit.runtime.TopologyDraft;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Clock;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// Each task counts its predictions and labels per pane, and requests that became dead letters, and delivers the counts
/// on a tick; one task per model merges them into windows, judges these, and writes drift and alerts. What bears on
/// retraining comes together on one topic, and the policy asks for runs.
///
/// @param references what versions are compared with
public record DriftTopology(
        TopicBinding topics, DriftConfig config, References references, MeterRegistry meters, Clock clock) {
    /// Name of the service; part of the application id.
    public static final String SERVICE = DriftNames.SERVICE;

    /// Counts of predictions, labels and dead letters commute, and what the policy needs is brought into one order on a
    /// topic.
    public static final InputOrder INPUT_ORDER = InputOrder.AS_FETCHED;

    /// The topology.
    public Topology build() {
        TopologyDraft draft = new TopologyDraft(topics, clock, config.maxAhead());
        countRows(draft);
        watchVersions(draft);
        sensePerformance(draft);
        decideRetraining(draft);
        return draft.topology();
    }

    private void countRows(TopologyDraft draft) {
        draft.source(DriftNames.PREDICTIONS, Topics.PREDICTIONS);
        draft.source(DriftNames.OUTCOMES, Topics.OUTCOMES);
        draft.source(DriftNames.LETTERS, Topics.DEAD_LETTERS);
        draft.topology()
                .addProcessor(
                        DriftNames.COUNT,
                        () -> new CountProcessor(this),
                        DriftNames.PREDICTIONS,
                        DriftNames.OUTCOMES,
                        DriftNames.LETTERS)
                .addStateStore(
                        new CommitStore.Builder(DriftTopology.<byte[]>store(DriftNames.UNDELIVERED, Serdes.ByteArray())
                                .withCachingDisabled()),
                        DriftNames.COUNT);
        draft.sinkByModel(DriftNames.PANES_OUT, Topics.DRIFT_PANES, DriftPane::getModel, DriftNames.COUNT);
        draft.deadLetters(DriftNames.COUNT_DEAD_LETTERS, DriftNames.COUNT);
    }

    private void watchVersions(TopologyDraft draft) {
        draft.source(DriftNames.PANES_IN, Topics.DRIFT_PANES);
        draft.topology()
                .addProcessor(DriftNames.JUDGE, () -> new JudgeProcessor(this), DriftNames.PANES_IN)
                .addStateStore(store(DriftNames.COUNTS, Serdes.ByteArray()).withCachingDisabled(), DriftNames.JUDGE)
                .addStateStore(store(DriftNames.EPISODES, Serdes.ByteArray()).withCachingDisabled(), DriftNames.JUDGE)
                .addStateStore(store(DriftNames.TRAFFIC, Serdes.ByteArray()).withCachingDisabled(), DriftNames.JUDGE);
        draft.sink(DriftNames.DRIFT, Topics.DRIFT, DriftNames.JUDGE);
        draft.sink(DriftNames.ALERTS, Topics.ALERTS, DriftNames.JUDGE);
        draft.sinkByModel(DriftNames.WATCHED_OUT, Topics.POLICY_READINGS, PolicyReading::getModel, DriftNames.JUDGE);
        draft.deadLetters(DriftNames.JUDGE_DEAD_LETTERS, DriftNames.JUDGE);
    }

    /// Quality, trainings and activations on their way to the policy: with the judge's readings, in one order.
    private void sensePerformance(TopologyDraft draft) {
        draft.source(DriftNames.PERFORMANCE, Topics.PERFORMANCE);
        draft.source(DriftNames.TIMELINE, Topics.TIMELINE);
        draft.topology()
                .addProcessor(
                        DriftNames.SENSE, () -> new SenseProcessor(this), DriftNames.PERFORMANCE, DriftNames.TIMELINE);
        draft.sinkByModel(DriftNames.SENSED_OUT, Topics.POLICY_READINGS, PolicyReading::getModel, DriftNames.SENSE);
        draft.deadLetters(DriftNames.SENSE_DEAD_LETTERS, DriftNames.SENSE);
    }

    private void decideRetraining(TopologyDraft draft) {
        draft.source(DriftNames.READINGS_IN, Topics.POLICY_READINGS);
        draft.topology()
                .addProcessor(DriftNames.DECIDE, () -> new DecideProcessor(this), DriftNames.READINGS_IN)
                .addStateStore(store(DriftNames.POLICIES, Serdes.ByteArray()).withCachingDisabled(), DriftNames.DECIDE);
        draft.sink(DriftNames.RETRAIN_REQUESTS, Topics.RETRAIN_REQUESTS, DriftNames.DECIDE);
        draft.deadLetters(DriftNames.DECIDE_DEAD_LETTERS, DriftNames.DECIDE);
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), values);
    }
}
