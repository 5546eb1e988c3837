package io.tidemark.drift.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.drift.DriftConfig;
import io.tidemark.drift.reference.References;
import io.tidemark.event.DriftPane;
import io.tidemark.streamkit.runtime.BoundedTimestamps;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// Each task counts its predictions and labels per pane and delivers the counts on a tick; one task per model merges
/// them into windows, judges these, and writes drift, alerts and requests to retrain.
///
/// @param references what versions are compared with
public record DriftTopology(
        TopicBinding topics, DriftConfig config, References references, MeterRegistry meters, Clock clock) {
    /// Name of the service; part of the application id.
    public static final String SERVICE = DriftNames.SERVICE;

    /// The topology.
    public Topology build() {
        Topology topology = new Topology();
        count(topology);
        judge(topology);
        return topology;
    }

    private void count(Topology topology) {
        source(topology, DriftNames.PREDICTIONS, Topics.PREDICTIONS);
        source(topology, DriftNames.OUTCOMES, Topics.OUTCOMES);
        topology.addProcessor(
                DriftNames.COUNT, () -> new CountProcessor(this), DriftNames.PREDICTIONS, DriftNames.OUTCOMES);
        // The cache writes a pane to the changelog once per commit instead of once per prediction.
        topology.addStateStore(
                store(DriftNames.UNDELIVERED, Serdes.ByteArray()).withCachingEnabled(), DriftNames.COUNT);
        Topic<DriftPane> panes = topics.of(Topics.DRIFT_PANES);
        topology.addSink(
                DriftNames.PANES_OUT,
                panes.name(),
                new StringSerializer(),
                panes.values().serializer(),
                byModel(),
                DriftNames.COUNT);
        deadLetters(topology, DriftNames.COUNT_DEAD_LETTERS, DriftNames.COUNT);
    }

    private void judge(Topology topology) {
        source(topology, DriftNames.PANES_IN, Topics.DRIFT_PANES);
        topology.addProcessor(DriftNames.JUDGE, () -> new JudgeProcessor(this), DriftNames.PANES_IN);
        topology.addStateStore(store(DriftNames.COUNTS, Serdes.ByteArray()).withCachingDisabled(), DriftNames.JUDGE);
        topology.addStateStore(store(DriftNames.EPISODES, Serdes.ByteArray()).withCachingDisabled(), DriftNames.JUDGE);
        topology.addStateStore(store(DriftNames.REQUESTS, Serdes.Long()).withCachingDisabled(), DriftNames.JUDGE);
        answers(topology, DriftNames.DRIFT, Topics.DRIFT);
        answers(topology, DriftNames.ALERTS, Topics.ALERTS);
        answers(topology, DriftNames.RETRAIN_REQUESTS, Topics.RETRAIN_REQUESTS);
        deadLetters(topology, DriftNames.JUDGE_DEAD_LETTERS, DriftNames.JUDGE);
    }

    /// One task sees all of a model.
    private static StreamPartitioner<String, DriftPane> byModel() {
        return (topic, key, pane, partitions) -> Optional.of(
                Set.of(Utils.toPositive(Utils.murmur2(pane.getModel().getBytes(StandardCharsets.UTF_8))) % partitions));
    }

    private void source(Topology topology, String name, TopicSpec<?> topic) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                name,
                new BoundedTimestamps(clock, config.maxAhead()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.settings().name(topic));
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), values);
    }

    private <V extends SpecificRecord> void answers(Topology topology, String name, TopicSpec<V> spec) {
        Topic<V> topic = topics.of(spec);
        topology.addSink(
                name, topic.name(), new StringSerializer(), topic.values().serializer(), DriftNames.JUDGE);
    }

    /// Dead letters keep the source's key, whatever its bytes are.
    private void deadLetters(Topology topology, String name, String processor) {
        var topic = topics.of(Topics.DEAD_LETTERS);
        topology.addSink(
                name, topic.name(), new ByteArraySerializer(), topic.values().serializer(), processor);
    }
}
