package io.tidemark.feedback.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.event.PerformancePane;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.streamkit.runtime.BoundedTimestamps;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/// Predictions and labels become outcomes and pane deltas; the deltas of a model meet in one task and become
/// performance records and alerts.
///
/// @param terms what holds for each version
/// @param partitions how many partitions a topic has, by its name; asked once for each task
public record FeedbackTopology(
        TopicBinding topics,
        FeedbackConfig config,
        TermsSource terms,
        ToIntFunction<String> partitions,
        MeterRegistry meters,
        Clock clock) {
    /// Name of the service; part of the application id.
    public static final String SERVICE = FeedbackNames.SERVICE;

    /// The topology.
    public Topology build() {
        Topology topology = new Topology();
        FeedbackMeters gauges = new FeedbackMeters(meters);
        join(topology, gauges);
        measure(topology, gauges);
        return topology;
    }

    /// The topics are keyed by request id and have as many partitions: what belongs together meets in one task. Labels
    /// that lie elsewhere, because their producer's partitioner is another one, are moved.
    private void join(Topology topology, FeedbackMeters gauges) {
        source(topology, FeedbackNames.SOURCE_PREDICTIONS, Topics.PREDICTIONS);
        source(topology, FeedbackNames.SOURCE_LABELS, Topics.GROUND_TRUTH);
        source(topology, FeedbackNames.SOURCE_MOVED, Topics.MOVED_LABELS);
        topology.addProcessor(
                FeedbackNames.JOIN,
                () -> new JoinProcessor(this, gauges),
                FeedbackNames.SOURCE_PREDICTIONS,
                FeedbackNames.SOURCE_LABELS,
                FeedbackNames.SOURCE_MOVED);
        store(topology, Stores.persistentKeyValueStore(FeedbackNames.REQUESTS), Serdes.String(), FeedbackNames.JOIN);
        store(topology, Stores.persistentKeyValueStore(FeedbackNames.DUE), Serdes.Bytes(), FeedbackNames.JOIN);
        store(topology, Stores.inMemoryKeyValueStore(FeedbackNames.ROWS), Serdes.Long(), FeedbackNames.JOIN);
        store(topology, Stores.inMemoryKeyValueStore(FeedbackNames.BALANCES), Serdes.String(), FeedbackNames.JOIN);
        sink(topology, FeedbackNames.OUTCOMES, Topics.OUTCOMES, FeedbackNames.JOIN);
        topology.addSink(
                FeedbackNames.MOVED,
                topics.of(Topics.MOVED_LABELS).name(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                FeedbackNames.JOIN);
        panesByModel(topology);
        deadLetters(topology, FeedbackNames.DEAD_LETTERS, FeedbackNames.JOIN);
    }

    private void measure(Topology topology, FeedbackMeters gauges) {
        source(topology, FeedbackNames.SOURCE_PANES, Topics.PERFORMANCE_PANES);
        topology.addProcessor(
                FeedbackNames.MEASURE, () -> new QualityProcessor(this, gauges), FeedbackNames.SOURCE_PANES);
        store(topology, Stores.persistentKeyValueStore(FeedbackNames.PANES), Serdes.String(), FeedbackNames.MEASURE);
        store(topology, Stores.persistentKeyValueStore(FeedbackNames.TOTALS), Serdes.String(), FeedbackNames.MEASURE);
        store(
                topology,
                Stores.inMemoryKeyValueStore(FeedbackNames.ALERT_LIVES),
                Serdes.String(),
                FeedbackNames.MEASURE);
        sink(topology, FeedbackNames.PERFORMANCE, Topics.PERFORMANCE, FeedbackNames.MEASURE);
        sink(topology, FeedbackNames.ALERTS, Topics.ALERTS, FeedbackNames.MEASURE);
        deadLetters(topology, FeedbackNames.PANE_DEAD_LETTERS, FeedbackNames.MEASURE);
    }

    private void source(Topology topology, String name, TopicSpec<?> topic) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                name,
                new BoundedTimestamps(clock, config.maxAhead()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.of(topic).name());
    }

    /// Values are bytes throughout: each processor knows the format of its own. A value may be as large as a record.
    private static <K> void store(
            Topology topology, KeyValueBytesStoreSupplier supplier, Serde<K> keys, String processor) {
        topology.addStateStore(
                Stores.keyValueStoreBuilder(supplier, keys, Serdes.ByteArray())
                        .withLoggingEnabled(Map.of(
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(Topics.REQUESTS.maxMessageBytes())))
                        .withCachingDisabled(),
                processor);
    }

    private <V extends SpecificRecord> void sink(Topology topology, String name, TopicSpec<V> spec, String processor) {
        Topic<V> topic = topics.of(spec);
        topology.addSink(
                name, topic.name(), new StringSerializer(), topic.values().serializer(), processor);
    }

    /// One task sees all of a model.
    private void panesByModel(Topology topology) {
        Topic<PerformancePane> topic = topics.of(Topics.PERFORMANCE_PANES);
        StreamPartitioner<String, PerformancePane> byModel =
                (name, key, pane, count) -> Optional.of(Set.of(partition(pane.getModel(), count)));
        topology.addSink(
                FeedbackNames.PANES_OUT,
                topic.name(),
                new StringSerializer(),
                topic.values().serializer(),
                byModel,
                FeedbackNames.JOIN);
    }

    /// Where Java's clients put a key.
    static int partition(String key, int count) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % count;
    }

    /// Dead letters keep the source's key, whatever its bytes are.
    private void deadLetters(Topology topology, String name, String processor) {
        var topic = topics.of(Topics.DEAD_LETTERS);
        topology.addSink(
                name, topic.name(), new ByteArraySerializer(), topic.values().serializer(), processor);
    }
}
