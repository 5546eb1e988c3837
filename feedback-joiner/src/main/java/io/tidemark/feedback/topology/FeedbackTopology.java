package io.tidemark.feedback.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.event.PerformancePane;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.reading.ReadMark;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.streamkit.runtime.TopologyDraft;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// Predictions and labels become outcomes and pane deltas; the deltas of a model meet in one task and become
/// performance records and alerts.
///
/// @param terms what holds for each version
/// @param partitions how many partitions a topic has, by its name; asked once for each task
/// @param reading how far the log was read: nothing expires ahead of it
public record FeedbackTopology(
        TopicBinding topics,
        FeedbackConfig config,
        TermsSource terms,
        ToIntFunction<String> partitions,
        ReadMark reading,
        MeterRegistry meters,
        Clock clock) {
    /// Name of the service; part of the application id.
    public static final String SERVICE = FeedbackNames.SERVICE;

    /// What predictions and labels are read from; topics of the second step are written to by reading those of the
    /// first.
    public static List<Set<String>> inputs(TopicBinding topics) {
        return List.of(
                Set.of(
                        topics.of(Topics.PREDICTIONS).name(),
                        topics.of(Topics.GROUND_TRUTH).name()),
                Set.of(topics.of(Topics.MOVED_LABELS).name()));
    }

    /// The topology.
    public Topology build() {
        TopologyDraft draft = new TopologyDraft(topics, clock, config.maxAhead());
        FeedbackMeters gauges = new FeedbackMeters(meters);
        join(draft, gauges);
        measure(draft, gauges);
        return draft.topology();
    }

    /// The topics are keyed by request id and have as many partitions: what belongs together meets in one task. Labels
    /// that lie elsewhere, because their producer's partitioner is another one, are moved.
    private void join(TopologyDraft draft, FeedbackMeters gauges) {
        draft.source(FeedbackNames.SOURCE_PREDICTIONS, Topics.PREDICTIONS);
        draft.source(FeedbackNames.SOURCE_LABELS, Topics.GROUND_TRUTH);
        draft.source(FeedbackNames.SOURCE_MOVED, Topics.MOVED_LABELS);
        Topology topology = draft.topology();
        topology.addProcessor(
                FeedbackNames.JOIN,
                () -> new JoinProcessor(this, gauges),
                FeedbackNames.SOURCE_PREDICTIONS,
                FeedbackNames.SOURCE_LABELS,
                FeedbackNames.SOURCE_MOVED);
        store(topology, Stores.persistentKeyValueStore(FeedbackNames.REQUESTS), Serdes.String(), FeedbackNames.JOIN);
        // Made again from the requests: nothing of it is logged.
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(FeedbackNames.DUE), Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingDisabled()
                        .withCachingDisabled(),
                FeedbackNames.JOIN);
        cached(topology, Stores.inMemoryKeyValueStore(FeedbackNames.ROWS), Serdes.Long(), FeedbackNames.JOIN);
        store(topology, Stores.persistentKeyValueStore(FeedbackNames.WAITING), Serdes.Long(), FeedbackNames.JOIN);
        cached(topology, Stores.inMemoryKeyValueStore(FeedbackNames.BALANCES), Serdes.String(), FeedbackNames.JOIN);
        draft.sink(FeedbackNames.OUTCOMES, Topics.OUTCOMES, FeedbackNames.JOIN);
        draft.sinkOfBytes(FeedbackNames.MOVED, Topics.MOVED_LABELS, FeedbackNames.JOIN);
        draft.sinkByModel(
                FeedbackNames.PANES_OUT, Topics.PERFORMANCE_PANES, PerformancePane::getModel, FeedbackNames.JOIN);
        draft.deadLetters(FeedbackNames.DEAD_LETTERS, FeedbackNames.JOIN);
    }

    private void measure(TopologyDraft draft, FeedbackMeters gauges) {
        draft.source(FeedbackNames.SOURCE_PANES, Topics.PERFORMANCE_PANES);
        Topology topology = draft.topology();
        topology.addProcessor(
                FeedbackNames.MEASURE, () -> new QualityProcessor(this, gauges), FeedbackNames.SOURCE_PANES);
        cached(topology, Stores.persistentKeyValueStore(FeedbackNames.PANES), Serdes.String(), FeedbackNames.MEASURE);
        cached(
                topology,
                Stores.persistentKeyValueStore(FeedbackNames.TUMBLING),
                Serdes.String(),
                FeedbackNames.MEASURE);
        cached(topology, Stores.persistentKeyValueStore(FeedbackNames.TOTALS), Serdes.String(), FeedbackNames.MEASURE);
        store(
                topology,
                Stores.persistentKeyValueStore(FeedbackNames.WAITING_PANES),
                Serdes.Long(),
                FeedbackNames.MEASURE);
        store(
                topology,
                Stores.inMemoryKeyValueStore(FeedbackNames.ALERT_LIVES),
                Serdes.String(),
                FeedbackNames.MEASURE);
        draft.sink(FeedbackNames.PERFORMANCE, Topics.PERFORMANCE, FeedbackNames.MEASURE);
        draft.sink(FeedbackNames.ALERTS, Topics.ALERTS, FeedbackNames.MEASURE);
        draft.deadLetters(FeedbackNames.PANE_DEAD_LETTERS, FeedbackNames.MEASURE);
    }

    private static <K> void store(
            Topology topology, KeyValueBytesStoreSupplier supplier, Serde<K> keys, String processor) {
        topology.addStateStore(logged(supplier, keys).withCachingDisabled(), processor);
    }

    /// A store whose keys are written many times between two commits: of each the last value is logged, in the
    /// transaction of the records that it comes from.
    private static <K> void cached(
            Topology topology, KeyValueBytesStoreSupplier supplier, Serde<K> keys, String processor) {
        topology.addStateStore(logged(supplier, keys).withCachingEnabled(), processor);
    }

    /// Values are bytes throughout: each processor knows the format of its own. A value may be as large as a record.
    private static <K> StoreBuilder<KeyValueStore<K, byte[]>> logged(
            KeyValueBytesStoreSupplier supplier, Serde<K> keys) {
        return Stores.keyValueStoreBuilder(supplier, keys, Serdes.ByteArray())
                .withLoggingEnabled(Map.of(
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topics.REQUESTS.maxMessageBytes())));
    }
}
